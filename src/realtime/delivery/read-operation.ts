import { createHash } from 'node:crypto';
import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';

import { boundedMap, isRefusal, Refusal } from '../../tenant/index.ts';
import type { Model } from '../../model/index.ts';
import { canonical } from '../../store/index.ts';
import { planSubscription, type SubscriptionPlan } from '../../engine/index.ts';
import type { Subscription } from '../../store/index.ts';

/** The operation of a subscription, read once for all that have the same one. */
export interface ReadOperation {
  /** Equal for equal documents, operation names and variables. */
  readonly key: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly plan: SubscriptionPlan;
}

/** The text of an operation, as its subscription keeps it. */
type Operation = Pick<Subscription, 'query' | 'operationName' | 'variables'>;

/** Maximum number of remembered documents, of some kilobytes each. The oldest is dropped first. */
const MAX_DOCUMENTS = 1_000;
/** The same of operations. Many have one document: each client its own variables. */
const MAX_OPERATIONS = 20_000;

/**
 * Opens the memory of the operations of a process. An operation was valid when it was armed; a refusal says that the API has
 * changed since. No operation fails the others.
 */
export function openOperations(
  schema: GraphQLSchema,
  model: Model,
): (operation: Operation) => ReadOperation | Refusal {
  const documents = boundedMap<string, DocumentNode | Refusal>(MAX_DOCUMENTS);
  const known = boundedMap<string, ReadOperation | Refusal>(MAX_OPERATIONS);
  const documentOf = (query: string): DocumentNode | Refusal => {
    const found = documents.get(query);
    if (found) return found;
    const read = orRefusal(() => {
      const document = parse(query);
      const [error] = validate(schema, document, undefined, { maxErrors: 1 });
      if (error) throw error;
      return document;
    });
    documents.set(query, read);
    return read;
  };
  return ({ query, operationName, variables }) => {
    const text = canonical([query, operationName, variables]);
    const key = createHash('sha256').update(text).digest('base64');
    const found = known.get(key);
    if (found) return found;
    const given = { ...(variables as Readonly<Record<string, unknown>>) };
    const document = documentOf(query);
    const read = orRefusal(() => {
      if (isRefusal(document)) throw document;
      const plan = planSubscription(schema, model, document, operationName, given);
      return { key, document, operationName, variables: given, plan };
    });
    known.set(key, read);
    return read;
  };
}

function orRefusal<Result>(read: () => Result): Result | Refusal {
  try {
    return read();
  } catch (error) {
    if (isRefusal(error)) return error;
    if (!(error instanceof GraphQLError)) throw error;
    return new Refusal('BAD_REQUEST', `The subscription is no longer valid: ${error.message}`);
  }
}
