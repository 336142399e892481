import {
  getArgumentValues,
  getVariableValues,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

import { Refusal } from '../../tenant/index.ts';
import type { Json, Model } from '../../model/index.ts';

import { fieldsIn, type Selected } from '../fields/permit-selection.ts';
import { sameFor } from './same-for.ts';
import { subscriptionField, topicOf, type SubscriptionField } from './sources.ts';

/** A subscription as it is armed: what it answers, and to whom. */
export interface SubscriptionPlan extends SubscriptionField {
  /** The field of Subscription: `onCreateTask`. */
  readonly field: string;
  /** Where its events come from: the names of types, and `Mutation.<name>`. */
  readonly topics: readonly string[];
  /** Seconds for which its events are kept. Null if they are not. */
  readonly replay: number | null;
  /**
   * `roles` if callers with the same roles, rights and features get the same answer; `caller` if it may be each one's own.
   */
  readonly sameFor: 'roles' | 'caller';
  /** The arguments of the field. An argument that the client omitted is absent. */
  readonly args: Readonly<Record<string, Json>>;
  /** What the client selects of the answer. */
  readonly selected: Selected;
}

/**
 * Plans a subscription. The document must be valid for the schema.
 * @param operationName null if the document has one operation
 * @throws {Refusal} BAD_REQUEST if the operation is no subscription of one field, INVALID_ARGUMENTS for wrong variables
 *
 * @example
 * ```ts
 * const { topics } = planSubscription(executableSchema, model, document, null, {});
 * ```
 */
export function planSubscription(
  schema: GraphQLSchema,
  model: Model,
  document: DocumentNode,
  operationName: string | null,
  variables: Readonly<Record<string, unknown>>,
): SubscriptionPlan {
  const operation = operationOf(document, operationName);
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced.errors)
    throw new Refusal('INVALID_ARGUMENTS', coerced.errors[0]?.message ?? 'A variable is wrong.');
  const selection = { fragments: fragmentsOf(document), variableValues: coerced.coerced };
  const fieldNodes = fieldsIn(operation.selectionSet, { ...selection, fieldNodes: [] });
  const [node] = fieldNodes;
  const name = node?.name.value ?? '';
  const definition = schema.getSubscriptionType()?.getFields()[name];
  const found = subscriptionField(model, name);
  if (!node || !definition || !found || !isOneField(fieldNodes))
    throw new Refusal('BAD_REQUEST', 'A subscription must select one field of the type Subscription.');
  const topics = [...new Set(found.sources.map(topicOf))];
  const plan = {
    ...found,
    field: name,
    topics,
    replay: replayOf(found),
    args: getArgumentValues(definition, node, coerced.coerced) as Readonly<Record<string, Json>>,
    selected: { ...selection, fieldNodes },
  };
  return { ...plan, sameFor: sameFor(model, plan) };
}

function operationOf(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation, ...others] = operations.filter((node) => name === null || node.name?.value === name);
  if (!operation || others.length > 0)
    throw new Refusal(
      'BAD_REQUEST',
      name === null ? 'Name the operation by "operationName".' : `The document has no operation "${name}".`,
    );
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
    throw new Refusal(
      'BAD_REQUEST',
      `Send a ${operation.operation} by HTTP: a socket takes subscriptions only.`,
    );
  return operation;
}

function fragmentsOf({ definitions }: DocumentNode): Readonly<Record<string, FragmentDefinitionNode>> {
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Returns whether all nodes are of one field in the answer. They may select different parts of it. */
function isOneField(nodes: readonly FieldNode[]): boolean {
  return new Set(nodes.map(({ name, alias }) => alias?.value ?? name.value)).size === 1;
}

/** Events can be replayed in their order if all are rows of one type. */
function replayOf({ sources }: SubscriptionField): number | null {
  const [first, ...others] = sources;
  if (first?.is !== 'rows') return null;
  const isOneType = others.every((source) => source.is === 'rows' && source.type === first.type);
  return isOneType ? first.type.subscriptions.replay : null;
}
