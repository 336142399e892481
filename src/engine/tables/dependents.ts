import type { Model, ModelType, OnDelete, Reference } from '../../model/index.ts';

/** A type that refers to another type with `onDelete`. */
export interface Dependent {
  readonly type: ModelType;
  readonly reference: Reference & { readonly onDelete: OnDelete };
}

const known = new WeakMap<Model, ReadonlyMap<string, readonly Dependent[]>>();

/** Returns the dependents of a type. They are found once for each model. */
export function dependentsOf(model: Model, type: ModelType): readonly Dependent[] {
  const all = known.get(model) ?? allDependents(model);
  known.set(model, all);
  return all.get(type.name) ?? [];
}

function allDependents(model: Model): Map<string, Dependent[]> {
  const all = new Map<string, Dependent[]>();
  for (const type of Object.values(model.models)) {
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
