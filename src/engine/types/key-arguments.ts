import { baseName, type Field, type ModelType, type TypeRef } from '../../model/index.ts';

/**
 * Returns whether a type has `id: String!` without `@primaryKey`. Its arguments and inputs have an `ID!` all the same.
 */
export function hasTextId({ key, fields }: ModelType): boolean {
  const id = fields['id'];
  return !key.declared && key.hash === 'id' && id !== undefined && baseName(id.type) === 'String';
}

/** Returns the type of a key field as an argument that names a row: always required. */
export function keyRef(type: ModelType, field: Field): TypeRef {
  if (field.name === 'id' && hasTextId(type)) return { name: 'ID', required: true };
  return { ...field.type, required: true };
}
