import {
  execute,
  getVariableValues,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';

import type { Answer } from './answer.ts';
import { executeFields, executeSerially } from './plan.ts';
import { Plans } from './plans.ts';
import { CollectedErrors, isPromise, type Run } from './run.ts';
import { awaitable } from './wave.ts';

/** An operation of a valid document. */
export interface ExecuteRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  readonly rootValue?: unknown;
  readonly contextValue: unknown;
}

/** Executes an operation. */
export type Executor = (request: ExecuteRequest) => ExecutionResult | Promise<ExecutionResult>;

export interface ExecutorOptions {
  /** Maximum number of errors that are listed for variables. */
  readonly maxCoercionErrors: number;
  /** The execution of a document that gets a plan: by default its second, so that no flood of documents buys plans. */
  readonly planAt?: number;
}

/**
 * Creates what executes the operations of a schema by plans. Its results are those of `execute` of graphql-js, which executes
 * what plans do not cover: introspection, subscriptions, abstract types, and conditions that are no booleans.
 * @example
 * ```ts
 * const run = createExecutor(executableSchema, { maxCoercionErrors: 10 });
 * const { data, errors } = await run({ document, contextValue: {} });
 * ```
 */
export function createExecutor(
  schema: GraphQLSchema,
  { maxCoercionErrors, planAt = 2 }: ExecutorOptions,
): Executor {
  const plans = new Plans(schema, planAt);
  return (request) => {
    const found = plans.find(request.document, request.operationName ?? null);
    const byGraphql = (): ReturnType<Executor> =>
      execute({ ...request, schema, options: { maxCoercionErrors } });
    if (!found) return byGraphql();
    const { operation, fragments } = found;
    const given = request.variableValues ?? {};
    const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given, {
      maxErrors: maxCoercionErrors,
    });
    if (errors) return { errors };
    const plan = plans.planOf(found, coerced);
    if (!plan) return byGraphql();
    const { contextValue, rootValue } = request;
    const collected = new CollectedErrors();
    const run: Run = {
      schema,
      context: contextValue,
      rootValue,
      operation,
      fragments,
      variableValues: coerced,
      errors: collected,
      opened: [],
      openedBatches: [],
    };
    const { errors: all } = collected;
    const answered = (data: Answer | null): ExecutionResult =>
      all.length === 0 ? { data } : { errors: all, data };
    const failed = (error: unknown): ExecutionResult => {
      collected.add(error as GraphQLError, undefined);
      return answered(null);
    };
    try {
      const data =
        operation.operation === OperationTypeNode.MUTATION
          ? executeSerially(run, plan, rootValue)
          : awaitable(executeFields(run, plan, rootValue, undefined));
      return isPromise(data) ? data.then(answered, failed) : answered(data);
    } catch (error) {
      return failed(error);
    }
  };
}
