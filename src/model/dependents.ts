import type { Model, ModelType, OnDelete, Reference } from './model.ts';

/** A type that refers to another type with `onDelete`. */
export interface Dependent {
  readonly type: ModelType;
  readonly reference: Reference & { readonly onDelete: OnDelete };
}

type Models = Model['models'];

const known = new WeakMap<Models, ReadonlyMap<string, readonly Dependent[]>>();

/** Returns the dependents of a type. They are found once for each schema. */
export function dependentsOf(models: Models, type: Pick<ModelType, 'name'>): readonly Dependent[] {
  const all = known.get(models) ?? allDependents(models);
  known.set(models, all);
  return all.get(type.name) ?? [];
}

function allDependents(models: Models): Map<string, Dependent[]> {
  const all = new Map<string, Dependent[]>();
  for (const type of Object.values(models)) {
    for (const reference of type.references) {
      const { onDelete } = reference;
      if (onDelete === null) continue;
      all.set(reference.target, [
        ...(all.get(reference.target) ?? []),
        { type, reference: { ...reference, onDelete } },
      ]);
    }
  }
  return all;
}

/** Returns whether any row can restrict the delete of a row of this type, or of one that is deleted with it. */
export function canRestrict(
  models: Models,
  type: Pick<ModelType, 'name'>,
  seen = new Set<string>(),
): boolean {
  if (seen.has(type.name)) return false;
  seen.add(type.name);
  return dependentsOf(models, type).some(
    ({ type: next, reference: { onDelete } }) =>
      onDelete === 'RESTRICT' || (onDelete === 'CASCADE' && canRestrict(models, next, seen)),
  );
}

/**
 * Returns whether a delete must know each row that refers so before it deletes the target: the row restricts the delete, or it
 * would be deleted too and another row may restrict that.
 */
export function isGuarding(
  models: Models,
  type: Pick<ModelType, 'name'>,
  { onDelete }: Pick<Reference, 'onDelete'>,
): boolean {
  return onDelete === 'RESTRICT' || (onDelete === 'CASCADE' && canRestrict(models, type));
}
