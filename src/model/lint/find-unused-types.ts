import type { Model } from '../model.ts';
import type { Problem } from '../problem.ts';
import { reachedTypes } from '../reached-types.ts';
import { warning } from './warning.ts';

/** Finds objects, interfaces, unions, inputs and enums that no model and no field of Query or Mutation uses. */
export function findUnusedTypes(model: Model): readonly Problem[] {
  const reached = reachedTypes(model);
  const kinds = [
    ['type', model.objects],
    ['interface', model.interfaces],
    ['union', model.unions],
    ['input', model.inputs],
    ['enum', model.enums],
  ] as const;
  return kinds.flatMap(([kind, types]) =>
    Object.keys(types)
      .filter((name) => !reached.has(name))
      .map((name) =>
        warning(
          'unused-type',
          `The ${kind} "${name}" is never used.`,
          kind === 'type'
            ? 'Remove it, name it in a field, or store it by @model.'
            : 'Remove it, or name it in a field.',
        ),
      ),
  );
}
