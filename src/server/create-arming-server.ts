import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';

import { armingSchema, type ArmingContext } from './arming-schema.ts';
import { createServer } from './create-server.ts';
import type { Log } from './log.ts';
import { logRequest } from './log-request.ts';
import { refusals, type RefusalCode } from '../tenant/index.ts';
import type { RequestPlugin } from './plugins/together.ts';
import { subscriptionsOnly } from './plugins/subscriptions-only.ts';

/** An operation as a client sends it. */
export interface SentOperation {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Arms a subscription. Returns the errors of the operation; none if it is armed. */
export type ArmOperation = (
  operation: SentOperation,
  context: ArmingContext,
) => Promise<readonly GraphQLFormattedError[]>;

/**
 * Creates the server of the operations on sockets. It parses, validates, charges and audits a subscription as a request,
 * and writes the same log line. It then calls `arm` of the context in the place of the execution.
 * @param now returns milliseconds since 1970
 */
export function createArmingServer(
  schema: GraphQLSchema,
  { log, now }: { readonly log: Log; readonly now: () => number },
  plugins: readonly RequestPlugin<ArmingContext>[],
): ArmOperation {
  const server = createServer<ArmingContext>(armingSchema(schema), log, [subscriptionsOnly, ...plugins]);
  return async ({ query, operationName, variables }, contextValue) => {
    const started = performance.now();
    const request = { query, variables, ...(operationName === null ? {} : { operationName }) };
    const { body } = await server.executeOperation(request, { contextValue });
    const { errors = [] } = body.kind === 'single' ? body.singleResult : {};
    const bytes = Buffer.byteLength(JSON.stringify(errors));
    logRequest(contextValue, { status: statusOf(errors), bytes, ms: performance.now() - started }, now());
    return errors;
  };
}

/** Returns the status that the line has in the place of that of an HTTP answer. */
function statusOf([first]: readonly GraphQLFormattedError[]): number {
  if (!first) return 200;
  const code = String(first.extensions?.['code']);
  return Object.hasOwn(refusals, code) ? refusals[code as RefusalCode].status : 400;
}
