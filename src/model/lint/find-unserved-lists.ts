import { keyFields } from '../key-fields.ts';
import { lookUp } from '../look-up.ts';
import type { Field, Model, ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { warning } from './warning.ts';

/** Finds relations whose way back no index serves, and those that mix the rows of several parents. */
export function findUnservedLists(type: ModelType, model: Model): readonly Problem[] {
  return Object.values(type.fields).flatMap((field) => [
    ...unindexed(type, field, model),
    ...partial(type, field),
  ]);
}

/**
 * Finds a `@belongsTo` without an index on the way back. One that answers a `@hasOne` has no list on its other side.
 */
function unindexed(type: ModelType, { name, kind }: Field, model: Model): readonly Problem[] {
  if (kind.is !== 'toOne' || kind.directive !== 'belongsTo') return [];
  const { target, from } = kind;
  const paired = Object.values(lookUp(model.models, target)?.fields ?? {}).some(
    (back) => back.kind.is === 'toOne' && back.kind.directive === 'hasOne' && back.kind.target === type.name,
  );
  const keys = [type.key, ...type.indexes].map(keyFields);
  if (paired || keys.some((held) => from.every((field, place) => field === held[place]))) return [];
  const [hash = '', ...sort] = from;
  const sorted = sort.length > 0 ? `(sortKeyFields: ${JSON.stringify(sort)})` : '';
  return [
    warning(
      'unindexed-reference',
      `${type.name}.${name}: no index finds the rows of ${type.name} that belong to one ${target}.`,
      `Write @index${sorted} on ${type.name}.${hash} if they are ever listed; a filter reads every ${type.name}.`,
    ),
  ];
}

/**
 * Finds a relation by a part of the primary key, because it also finds the rows of other parents with the same part.
 */
function partial(type: ModelType, { name, kind }: Field): readonly Problem[] {
  if (kind.is !== 'toMany') return [];
  const key = keyFields(type.key);
  const part = kind.from.length < key.length && kind.from.every((field, place) => field === key[place]);
  if (!part) return [];
  return [
    warning(
      'partial-relation',
      `${type.name}.${name} goes by ${kind.from.join(', ')} alone, so that it lists the rows of every ${type.name} that shares it.`,
      `Go by the whole primary key (${key.join(', ')}), unless that is what you want.`,
    ),
  ];
}
