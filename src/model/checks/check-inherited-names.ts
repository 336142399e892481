import type { ASTNode } from 'graphql';

import type { Definitions } from '../definitions.ts';
import { isModel, type TypeDraft } from '../draft.ts';
import { isInheritedName } from '../names.ts';
import type { SchemaDraft } from '../schema-draft.ts';

/**
 * Reports types, fields and arguments whose name every JavaScript object inherits. graphql-js reads a variable, an
 * argument or a property that is absent as the inherited function, so no such field can be null.
 */
export function checkInheritedNames(schema: SchemaDraft, definitions: Definitions): void {
  const check = (name: string | null, owner: string | null, at: ASTNode | null | undefined): void => {
    if (name === null || !isInheritedName(name)) return;
    const what = owner === null ? `The type "${name}"` : `${owner}.${name}`;
    schema.report('reserved-name', `${what} has a name that every JavaScript object has.`, {
      at,
      hint: `Rename it, for instance to "${name}Name".`,
    });
  };
  for (const part of [definitions.types, definitions.inputs, definitions.enums, definitions.unions]) {
    for (const [name, node] of part) check(name, null, node.name);
  }
  for (const type of schema.types.values()) {
    for (const { name, node } of type.fields.values()) {
      check(name, type.name, node?.name ?? type.node?.name);
      for (const argument of node?.arguments ?? [])
        check(argument.name.value, `${type.name}.${name}`, argument.name);
    }
    for (const [root, name] of generatedFields(type)) check(name, root, type.node?.name);
  }
  for (const [input, node] of definitions.inputs) {
    for (const { name } of node.fields ?? []) check(name.value, input, name);
  }
}

function generatedFields(type: TypeDraft): readonly (readonly [root: string, name: string | null])[] {
  if (!isModel(type)) return [];
  const { operations, indexes, subscriptions } = type.model;
  const queries = [operations.get, operations.list, operations.count];
  const mutations = [operations.create, operations.update, operations.delete];
  return [
    ...[...queries, ...indexes.map(({ queryField }) => queryField)].map((name) => ['Query', name] as const),
    ...mutations.map((name) => ['Mutation', name] as const),
    ...[...subscriptions.create, ...subscriptions.update, ...subscriptions.delete].map(
      (name) => ['Subscription', name] as const,
    ),
  ];
}
