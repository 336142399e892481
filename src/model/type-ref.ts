import { Kind, type TypeNode } from 'graphql';

import type { TypeRef } from './model.ts';

/** Reads a type as written in SDL. */
export function readTypeRef(node: TypeNode, required = false): TypeRef {
  switch (node.kind) {
    case Kind.NON_NULL_TYPE:
      return readTypeRef(node.type, true);
    case Kind.LIST_TYPE:
      return { list: readTypeRef(node.type), required };
    case Kind.NAMED_TYPE:
      return { name: node.name.value, required };
    default:
      return node satisfies never;
  }
}

/** Returns the name inside any lists: `Task` of `[Task!]!`. */
export function baseName(type: TypeRef): string {
  return 'list' in type ? baseName(type.list) : type.name;
}

export function isList(type: TypeRef): boolean {
  return 'list' in type;
}

/** Prints a type as SDL does: `[Task!]!`. */
export function printTypeRef(type: TypeRef): string {
  const inner = 'list' in type ? `[${printTypeRef(type.list)}]` : type.name;
  return type.required ? `${inner}!` : inner;
}
