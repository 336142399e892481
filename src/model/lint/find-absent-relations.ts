import { lookUp } from '../look-up.ts';
import type { Field, Model, ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { warning } from './warning.ts';

/** Finds required relations of which the other row may be absent: a read of such a row fails. */
export function findAbsentRelations(type: ModelType, _model: Model): readonly Problem[] {
  return Object.values(type.fields).flatMap((field) => absent(type, field));
}

function absent(type: ModelType, { name, type: ref, kind }: Field): readonly Problem[] {
  if (kind.is !== 'toOne' || !ref.required) return [];
  const optional = kind.from.find((key) => lookUp(type.fields, key)?.type.required === false);
  if (kind.index === null && optional === undefined) return [];
  const why =
    kind.index === null
      ? `a ${type.name} may have no "${optional ?? ''}"`
      : `the ${kind.target} holds the key, so a ${type.name} may have none`;
  return [
    warning(
      'absent-relation',
      `${type.name}.${name} is required, but ${why}.`,
      `Write "${name}: ${kind.target}"${kind.index === null ? `, or make "${optional ?? ''}" required` : ''}.`,
    ),
  ];
}
