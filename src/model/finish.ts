import { addedField, isModel, type ModelTypeDraft, type SchemaDraft } from './draft.ts';
import { baseName, isList } from './type-ref.ts';

/** After the directives: adds owners and timestamps, and marks the fields that resolvers answer. */
export function finishModels(schema: SchemaDraft): void {
  for (const type of schema.types.values()) {
    if (!isModel(type)) continue;
    for (const name of type.model.ownerFields.keys()) {
      if (!type.fields.has(name)) {
        type.fields.set(name, addedField(name, { name: 'String', required: false }, { is: 'implicit' }));
      }
    }
    addTimestamps(type);
    for (const field of type.fields.values()) {
      const base = baseName(field.type);
      const elsewhere =
        isModel(schema.types.get(base)) ||
        schema.types.get(base)?.is === 'interface' ||
        schema.unions.has(base);
      if (field.kind.is === 'stored' && (elsewhere || Object.keys(field.arguments).length > 0)) {
        field.kind = { is: 'custom' };
      }
    }
  }
}

/** A declared timestamp is stamped when its type can hold one; as the peer does, any other is left to the client. */
function addTimestamps(type: ModelTypeDraft): void {
  const stamp = (name: string | null): string | null => {
    if (name === null) return null;
    const declared = type.fields.get(name);
    if (!declared) {
      type.fields.set(name, addedField(name, { name: 'AWSDateTime', required: true }, { is: 'implicit' }));
      return name;
    }
    return !isList(declared.type) && ['AWSDateTime', 'String'].includes(baseName(declared.type))
      ? name
      : null;
  };
  const { createdAt, updatedAt } = type.model.timestamps;
  type.model.timestamps = { createdAt: stamp(createdAt), updatedAt: stamp(updatedAt) };
}
