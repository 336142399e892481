import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

import { conditionsIn, type Selecting } from './collect.ts';
import { compilePlan, NotPlanned } from './compile-plan.ts';
import type { ObjectPlan } from './plan.ts';

/** Maximum number of plans of one operation: one for each way in which its conditions can hold. */
const MOST_PLANS = 16;

/** An operation that has been executed before, with its plans. */
export interface PlannedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The names of the variables of `@skip` and `@include`. */
  readonly conditions: readonly string[];
  /** By the values of the conditions. Null if graphql-js executes the operation. */
  readonly plans: Map<string, ObjectPlan | null>;
}

interface SeenDocument {
  executions: number;
  readonly operations: Map<string, PlannedOperation>;
}

/**
 * The plans of a schema's documents. It keeps a plan as long as its parsed document is in use, and Apollo's cache of documents bounds
 * those.
 */
export class Plans {
  readonly #schema: GraphQLSchema;
  readonly #planAt: number;
  readonly #documents = new WeakMap<DocumentNode, SeenDocument>();

  /** @param planAt the execution of a document that gets a plan */
  constructor(schema: GraphQLSchema, planAt: number) {
    this.#schema = schema;
    this.#planAt = planAt;
  }

  /** Returns an operation that can have a plan; null if graphql-js must execute it. */
  find(document: DocumentNode, name: string | null): PlannedOperation | null {
    let seen = this.#documents.get(document);
    if (!seen) {
      seen = { executions: 0, operations: new Map() };
      this.#documents.set(document, seen);
    }
    seen.executions += 1;
    if (seen.executions < this.#planAt) return null;
    const key = name ?? '';
    const known = seen.operations.get(key);
    if (known !== undefined) return known;
    const operation = operationOf(document, name);
    // A name that the document does not have is never kept: a client could send any number.
    if (!operation) return null;
    const planned = plannedOperation(document, operation);
    seen.operations.set(key, planned);
    return planned;
  }

  /** Returns the plan for these variables; null if graphql-js must execute the operation. */
  planOf(
    { operation, fragments, conditions, plans }: PlannedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): ObjectPlan | null {
    const only = conditions.length === 0 ? plans.get('') : undefined;
    if (only !== undefined) return only;
    const holding = conditions.map((name) => [name, variables[name]] as const);
    if (!holding.every((one): one is readonly [string, boolean] => typeof one[1] === 'boolean')) return null;
    const key = holding.map(([, holds]) => Number(holds)).join('');
    const known = plans.get(key);
    if (known !== undefined) return known;
    if (plans.size >= MOST_PLANS) return null;
    const selecting = { schema: this.#schema, fragments, conditions: Object.fromEntries(holding) };
    const plan = this.#compile(selecting, operation);
    plans.set(key, plan);
    return plan;
  }

  #compile(selecting: Selecting, { operation, selectionSet }: OperationDefinitionNode): ObjectPlan | null {
    const type = this.#schema.getRootType(operation);
    if (!type || operation === OperationTypeNode.SUBSCRIPTION) return null;
    try {
      return compilePlan({ ...selecting, fields: 0 }, type, [selectionSet]);
    } catch (error) {
      if (error instanceof NotPlanned) return null;
      throw error;
    }
  }
}

/** Returns the operation of a name, or the only one; null where graphql-js reports an error. */
function operationOf({ definitions }: DocumentNode, name: string | null): OperationDefinitionNode | null {
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (name === null) return operations.length === 1 ? (operations[0] ?? null) : null;
  return operations.findLast((node) => node.name?.value === name) ?? null;
}

function plannedOperation(
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode,
): PlannedOperation {
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  const sets = [operation, ...Object.values(fragments)].map(({ selectionSet }) => selectionSet);
  return { operation, fragments, conditions: conditionsIn(sets), plans: new Map() };
}
