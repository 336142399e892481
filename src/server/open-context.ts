import { Refusal, timeLimit, type Gate } from '../tenant/index.ts';
import type { RecordLastUse } from '../platform/index.ts';

import { contextOf, type RequestContext, type ScopeOptions } from './context-of.ts';
import type { LeaseAhead } from './lease-ahead.ts';
import { describeError, type Log } from './log.ts';
import { recordRefused } from './record-refused.ts';
import { refuseRequest } from './refuse-request.ts';
import { withinDeadline } from './within-deadline.ts';

export interface ContextOptions extends ScopeOptions {
  readonly gate: Gate;
  /** Records each authenticated request of an API key. */
  readonly recordLastUse: RecordLastUse;
  readonly leaseAhead: LeaseAhead;
}

export interface RequestInfo {
  readonly authorization: string | undefined;
  /** Whether a gateway may keep the answer and serve it again without a call. */
  readonly cacheable: boolean;
  /** The values of the header `idempotency-key`. */
  readonly idempotencyKeys: readonly string[];
  /** The tenant that the request names; undefined if it names none. */
  readonly tenant: string | undefined;
  readonly requestId: string;
  /** The client's IP address. */
  readonly ip: string | null;
  /** Milliseconds until the client stops waiting. */
  readonly remaining: number;
}

/** Milliseconds that we reserve before the deadline, to answer TIMEOUT before Lambda ends the call. */
const RESERVE = 500;

/**
 * Returns the end of a request that begins now: as a time of `performance.now()`, and as the signal that ends its calls of
 * either table.
 */
export function deadlineOf({ remaining }: Pick<RequestInfo, 'remaining'>): {
  readonly until: number;
  readonly deadline: AbortSignal;
} {
  const milliseconds = Math.max(1, remaining - RESERVE);
  return { until: performance.now() + milliseconds, deadline: timeLimit(milliseconds) };
}

/**
 * Opens the context of one request: verifies the token, looks up tenant and membership, and opens a store
 * that is bound to the tenant. No part of it outlives the request.
 * @throws {GraphQLError} a refusal of the whole request, with its HTTP status
 * @example
 * ```ts
 * const named = { authorization: 'Bearer eyJ', tenant: undefined, cacheable: false, idempotencyKeys: [] };
 * const request = { ...named, requestId: newId(), ip: null, remaining: 28_000 };
 * const { scope, store } = await openContext(contextOptions, request);
 * ```
 */
export async function openContext(options: ContextOptions, request: RequestInfo): Promise<RequestContext> {
  const { gate, recordLastUse, recorder, leaseAhead, log } = options;
  const { requestId } = request;
  const { until, deadline } = deadlineOf(request);
  try {
    const onRefused = recordRefused(recorder, request);
    leaseAhead.begin(request);
    const scope = await withinDeadline(
      deadline,
      gate.admit(request.authorization, { named: request.tenant, onRefused }),
    );
    leaseAhead.record(request, scope);
    if (request.cacheable && scope.caller.actor.type === 'operator')
      throw new Refusal('BAD_REQUEST', 'Send the request by POST, so that the audit records each look.');
    const context = contextOf(options, scope, { ...request, until, deadline });
    const lastUse = recordLastUse(scope);
    if (lastUse) context.background.push(logFailure(context.log, withinDeadline(deadline, lastUse)));
    return context;
  } catch (error) {
    leaseAhead.record(request, null);
    throw refuseRequest(error, requestId, log);
  }
}

/** Waits for background work and logs its failure. The request itself does not fail. */
async function logFailure(log: Log, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    log({ level: 'error', message: 'background work failed', ...describeError(error) });
  }
}
