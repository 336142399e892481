import {
  type DefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  visit,
} from 'graphql';

import { isRootName, lowerFirst, upperFirst } from '../names.ts';

/** The names of the platform's SDL, before a prefix. */
export interface PlatformNames {
  readonly types: ReadonlySet<string>;
  /** `Query.me`, `Mutation.createRole`. */
  readonly fields: ReadonlySet<string>;
}

/** Returns the name of a type of the platform in an API with a prefix: `TqTenantRole`. */
export function platformTypeName(prefix: string, name: string): string {
  return prefix === '' || isRootName(name) ? name : upperFirst(prefix) + name;
}

/** Returns the name of a root field of the platform in an API with a prefix: `tqCreateRole`. */
export function platformFieldName(prefix: string, name: string): string {
  return prefix === '' ? name : lowerFirst(prefix) + upperFirst(name);
}

export function platformNames(nodes: readonly DefinitionNode[]): PlatformNames {
  const types = nodes.filter(isTypeDefinitionNode).map(({ name }) => name.value);
  const fields = nodes.flatMap((node) => {
    if (!isRoot(node)) return [];
    return (node.fields ?? []).map(({ name }) => `${node.name.value}.${name.value}`);
  });
  return { types: new Set(types.filter((name) => !isRootName(name))), fields: new Set(fields) };
}

/** Gives every type and every root field of the platform's SDL the prefix. */
export function renamePlatform(nodes: readonly DefinitionNode[], prefix: string): readonly DefinitionNode[] {
  const { types } = platformNames(nodes);
  const typeName = (name: NameNode): NameNode =>
    types.has(name.value) ? { ...name, value: platformTypeName(prefix, name.value) } : name;
  return nodes.map((node) => {
    const inner = visit(node, { NamedType: (named) => ({ ...named, name: typeName(named.name) }) });
    if (isRoot(inner)) {
      const fields = (inner.fields ?? []).map((field) => ({
        ...field,
        name: { ...field.name, value: platformFieldName(prefix, field.name.value) },
      }));
      return { ...inner, fields };
    }
    return isTypeDefinitionNode(inner) || isTypeExtensionNode(inner)
      ? { ...inner, name: typeName(inner.name) }
      : inner;
  });
}

function isRoot(node: DefinitionNode): node is ObjectTypeDefinitionNode | ObjectTypeExtensionNode {
  return (
    (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    isRootName(node.name.value)
  );
}
