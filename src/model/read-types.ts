import {
  type ConstDirectiveNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  type UnionTypeDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';

import type { Definitions } from './definitions.ts';
import { deprecationOf } from './deprecation.ts';
import type { FieldDraft, TypeDraft } from './draft.ts';
import type { Argument, EnumType, InputType, Json, UnionType } from './model.ts';
import { isRootName } from './names.ts';
import type { Report } from './report.ts';
import { readTypeRef } from './type-ref.ts';

type Node = Definitions['types'] extends ReadonlyMap<string, infer N> ? N : never;

/** Reads an object type, an interface or a root type with its fields. Directives are applied later. */
export function readType(node: Node, report: Report): TypeDraft {
  const name = node.name.value;
  const fields = new Map<string, FieldDraft>();
  for (const field of node.fields ?? []) {
    if (fresh(field.name, fields, name, report)) fields.set(field.name.value, readField(field, name, report));
  }
  if (!node.fields?.length && !isRootName(name)) {
    report('empty-type', `The type "${name}" has no fields.`, {
      at: node,
      hint: 'Declare at least one field.',
    });
  }
  return {
    name,
    description: node.description?.value,
    is: isRootName(name) ? 'root' : node.kind === Kind.INTERFACE_TYPE_DEFINITION ? 'interface' : 'object',
    interfaces: (node.interfaces ?? []).map((implemented) => implemented.name.value),
    fields,
    node,
    model: null,
    rules: null,
  };
}

/** Returns whether a name is allowed. Reports one that is used twice or that GraphQL reserves. */
function fresh(name: NameNode, seen: { has(name: string): boolean }, owner: string, report: Report): boolean {
  if (name.value.startsWith('__')) {
    report('reserved-name', `${owner}.${name.value} begins with "__", which GraphQL keeps for itself.`, {
      at: name,
      hint: `Rename it, for instance to "${name.value.replace(/^_+/, '') || 'value'}".`,
    });
    return false;
  }
  if (!seen.has(name.value)) return true;
  report('duplicate-name', `${owner}.${name.value} is declared twice.`, {
    at: name,
    hint: 'Remove or rename one.',
  });
  return false;
}

function readField(node: FieldDefinitionNode, owner: string, report: Report): FieldDraft {
  const name = node.name.value;
  return {
    name,
    description: node.description?.value,
    type: readTypeRef(node.type),
    declared: true,
    arguments: readArguments(node.arguments ?? [], `${owner}.${name}`, report),
    deprecated: deprecationOf(node),
    node,
    kind: { is: 'stored' },
    default: undefined,
    validations: [],
    rules: null,
  };
}

/** Reads arguments or the fields of an input type. */
function readArguments(
  nodes: readonly InputValueDefinitionNode[],
  owner: string,
  report: Report,
): Readonly<Record<string, Argument & { readonly deprecated?: string }>> {
  const read = new Map<string, Argument & { readonly deprecated?: string }>();
  for (const node of nodes) {
    if (!fresh(node.name, read, owner, report)) continue;
    const deprecated = deprecationOf(node);
    read.set(node.name.value, {
      ...described(node),
      type: readTypeRef(node.type),
      ...(node.defaultValue ? { default: valueFromASTUntyped(node.defaultValue) as Json } : {}),
      ...(deprecated === undefined ? {} : { deprecated }),
    });
    refuseDirectives(node, `${owner}.${node.name.value}`, report);
  }
  return Object.fromEntries(read);
}

export function readInput(
  node: { name: NameNode; fields?: readonly InputValueDefinitionNode[] },
  report: Report,
): InputType {
  const name = node.name.value;
  if (!node.fields?.length) {
    report('empty-type', `The input "${name}" has no fields.`, {
      at: node.name,
      hint: 'Declare at least one field.',
    });
  }
  return { ...described(node), fields: readArguments(node.fields ?? [], name, report) };
}

export function readEnum(node: EnumTypeDefinitionNode, report: Report): EnumType {
  const name = node.name.value;
  const values = new Map<string, EnumType['values'][number]>();
  for (const value of node.values ?? []) {
    if (!fresh(value.name, values, name, report)) continue;
    const deprecated = deprecationOf(value);
    values.set(value.name.value, {
      ...described(value),
      ...(deprecated === undefined ? {} : { deprecated }),
    });
    refuseDirectives(value, `${name}.${value.name.value}`, report);
  }
  if (values.size === 0) {
    report('empty-type', `The enum "${name}" has no values.`, {
      at: node,
      hint: 'Declare at least one value.',
    });
  }
  refuseDirectives(node, name, report);
  return { ...described(node), values: [...values.values()] };
}

export function readUnion(node: UnionTypeDefinitionNode, report: Report): UnionType {
  refuseDirectives(node, node.name.value, report);
  return { ...described(node), types: [...new Set((node.types ?? []).map(({ name }) => name.value))] };
}

function described(node: { name: NameNode; description?: { value: string } | undefined }) {
  return { name: node.name.value, ...(node.description ? { description: node.description.value } : {}) };
}

/**
 * Reports directives on anything but a type or its fields. Leaves out `@deprecated`, and the rules of AppSync, which a
 * deployed schema has on unions too, where they mean nothing.
 */
function refuseDirectives(
  node: { readonly directives?: readonly ConstDirectiveNode[] },
  subject: string,
  report: Report,
): void {
  for (const directive of node.directives ?? []) {
    if (['deprecated', 'aws_auth', 'aws_cognito_user_pools'].includes(directive.name.value)) continue;
    report('misplaced-directive', `${subject}: @${directive.name.value} cannot be used here.`, {
      at: directive,
      hint: 'Remove it: directives are for types and their fields.',
    });
  }
}
