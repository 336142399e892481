import type { Model, ModelType, OnDelete, Reference } from '../../model/index.ts';

/** A type whose rows say what a delete of the row that they refer to means for them. */
export interface Dependent {
  readonly type: ModelType;
  readonly reference: Reference & { readonly onDelete: OnDelete };
}

const known = new WeakMap<Model, ReadonlyMap<string, readonly Dependent[]>>();

/** The dependents of a type; found once for a model. */
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
