import type { Field, FieldKind, TypeRef } from './model.ts';

/** Returns whether a row holds a value of the field: not if another row, or a resolver, answers it. */
export function isInRow({ kind }: { readonly kind: FieldKind }): boolean {
  return kind.is === 'stored' || kind.is === 'implicit' || kind.is === 'file';
}

/** Returns the type of what a row holds, and an input takes. Of a file it is the id: `[ID!]` in place of `[File!]`. */
export function rowType({ kind, type }: Pick<Field, 'kind' | 'type'>): TypeRef {
  return kind.is === 'file' ? withId(type) : type;
}

function withId(type: TypeRef): TypeRef {
  return 'list' in type ? { ...type, list: withId(type.list) } : { ...type, name: 'ID' };
}
