import type { Field, Model, ModelType } from '../model/index.ts';

/** Returns the selections of a type's plain fields and of two fields of each parent, which every member may read. */
export function shownFields(model: Model, type: ModelType): readonly string[] {
  return Object.values(type.fields).flatMap((field) => shown(model, field));
}

function shown(model: Model, field: Field): string[] {
  if (field.rules) return [];
  if (field.kind.is === 'toOne') {
    const target = model.models[field.kind.target];
    const names = target
      ? Object.values(target.fields)
          .filter((inner) => isPlain(model, inner))
          .slice(0, 2)
      : [];
    return names.length > 0 ? [`${field.name} { ${names.map(({ name }) => name).join(' ')} }`] : [];
  }
  return field.declared && isPlain(model, field) ? [field.name] : [];
}

/** Returns whether a field is one stored value that every reader of the row may read. */
export function isPlain(model: Model, { kind, type, rules }: Field): boolean {
  return kind.is === 'stored' && rules === null && !('list' in type) && !model.objects[type.name];
}
