import {
  Kind,
  valueFromASTUntyped,
  type ArgumentNode,
  type GraphQLField,
  type OperationDefinitionNode,
  type SelectionNode,
  type ValueNode,
} from 'graphql';

import type { Given } from './weights.ts';

/** The variables of a request by name: the given value, or else the default. */
export type Variables = ReadonlyMap<string, unknown>;

export function variablesOf(
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Variables {
  return new Map(
    (operation.variableDefinitions ?? []).map(({ variable: { name }, defaultValue }) => [
      name.value,
      Object.hasOwn(given, name.value)
        ? given[name.value]
        : defaultValue && valueFromASTUntyped(defaultValue),
    ]),
  );
}

/** Returns the arguments of one field of a document, as far as its cost depends on them. */
export function argumentsOf(
  { args: defined }: Pick<GraphQLField<unknown, unknown>, 'args'>,
  given: readonly ArgumentNode[],
  variables: Variables,
): Given {
  const valueOf = (name: string): unknown => {
    const node = given.find((argument) => argument.name.value === name)?.value;
    const value = node && read(node, variables);
    return value === undefined ? defined.find((argument) => argument.name === name)?.defaultValue : value;
  };
  return {
    integer: (name) => {
      const value = valueOf(name);
      return typeof value === 'number' ? value : undefined;
    },
    isGiven: (name) => (valueOf(name) ?? null) !== null,
    members: (name) => {
      const value = valueOf(name);
      return Array.isArray(value) ? value.length : 1;
    },
  };
}

/** Returns whether `@skip` and `@include` select a node. */
export function isSelected({ directives = [] }: SelectionNode, variables: Variables): boolean {
  return directives.every(({ name, arguments: given = [] }) => {
    const condition = given.find((argument) => argument.name.value === 'if')?.value;
    if (!condition || (name.value !== 'skip' && name.value !== 'include')) return true;
    return read(condition, variables) === (name.value === 'include');
  });
}

/** Reads a value as far as the cost needs it. Members of a list are counted, not read. */
function read(node: ValueNode, variables: Variables): unknown {
  if (node.kind === Kind.VARIABLE) return variables.get(node.name.value);
  if (node.kind === Kind.LIST) return node.values;
  return valueFromASTUntyped(node);
}
