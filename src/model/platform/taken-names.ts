import { type ASTNode, type DefinitionNode, isTypeDefinitionNode } from 'graphql';

import { applyDirectives } from '../apply-directives.ts';
import { isModel, type TypeDraft } from '../draft.ts';
import { gatherDefinitions } from '../definitions.ts';
import { readDraft } from '../read-draft.ts';

/** The types and root fields of an app by name, with the place to which a Problem points. */
export type TakenNames = ReadonlyMap<string, ASTNode | undefined>;

/**
 * Returns the names that an app uses for its types and root fields, `Role` and `Mutation.createRole`, those of its
 * generated API included.
 */
export function takenNames(nodes: readonly DefinitionNode[], broken: ReadonlySet<string>): TakenNames {
  const silent = (): void => undefined;
  const schema = readDraft(gatherDefinitions(nodes, broken, silent), broken, 'File', silent);
  applyDirectives(schema);
  const taken = new Map<string, ASTNode | undefined>();
  for (const node of nodes) if (isTypeDefinitionNode(node)) taken.set(node.name.value, node.name);
  for (const type of schema.types.values()) {
    for (const name of generatedFields(type)) taken.set(name, type.node?.name);
  }
  for (const root of ['Query', 'Mutation']) {
    for (const { name, node } of schema.types.get(root)?.fields.values() ?? [])
      taken.set(`${root}.${name}`, node?.name);
  }
  return taken;
}

/** Returns the root fields of a model. Leaves out counts and batches, which give way to a field of the same name. */
function generatedFields(type: TypeDraft): readonly string[] {
  if (!isModel(type)) return [];
  const { operations, indexes } = type.model;
  const queries = [operations.get, operations.list, ...indexes.map(({ queryField }) => queryField)];
  const mutations = [operations.create, operations.update, operations.delete];
  return [
    ...queries.flatMap((name) => (name === null ? [] : [`Query.${name}`])),
    ...mutations.flatMap((name) => (name === null ? [] : [`Mutation.${name}`])),
  ];
}
