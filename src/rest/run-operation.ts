import { logRequest, type Execute, type RequestContext, type RequestInfo } from '../server/index.ts';

import type { Executed } from './call.ts';
import type { RestOperation } from './operation.ts';

interface Runs {
  readonly execute: Execute<RequestContext>;
  readonly open: (info: RequestInfo) => Promise<RequestContext>;
  readonly now: () => number;
}

/** Runs an operation in a context that is already open. */
export async function runIn(
  { execute }: Pick<Runs, 'execute'>,
  operation: RestOperation,
  context: RequestContext,
): Promise<Executed> {
  const { result, status, headers } = await execute(operation, context);
  return { data: result.data ?? null, errors: result.errors ?? [], status, headers };
}

/** Runs a query as a request of its own, with its own cost and its own line in the log. */
export async function runAlone(parts: Runs, info: RequestInfo, operation: RestOperation): Promise<Executed> {
  const started = performance.now();
  const context = await parts.open({ ...info, idempotencyKeys: [] });
  const executed = await runIn(parts, operation, context);
  const bytes = Buffer.byteLength(JSON.stringify(executed.data));
  logRequest(context, { status: 200, bytes, ms: performance.now() - started }, parts.now());
  return executed;
}
