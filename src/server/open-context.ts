import { Refusal, timeLimit, type Gate, type OnRefused } from '../tenant/index.ts';
import {
  isRead,
  metered,
  openAuditLog,
  openStore,
  OTHER,
  type Consumed,
  type Idempotency,
  type SendOf,
  type Store,
} from '../store/index.ts';
import { openTenantStore } from '../engine/index.ts';
import {
  membersOf,
  tierOf,
  ceilingsOf,
  planOf,
  Work,
  type Limiter,
  type RecordLastUse,
  type PlatformContext,
  type PlatformParts,
  type RequestMeter,
  type AuditRecorder,
} from '../platform/index.ts';

import type { LeaseAhead } from './lease-ahead.ts';
import { describeError, type Log } from './log.ts';
import { openIdempotency } from './open-idempotency.ts';
import { refuseRequest } from './refuse-request.ts';
import { withinDeadline } from './within-deadline.ts';

/** The state that the server keeps of a request, on either plane. */
export interface ServerContext {
  readonly requestId: string;
  readonly log: Log;
  /** The capacity that the request has consumed of the data table so far. */
  readonly consumed: Consumed;
  /** The work that the resolvers of the request have done so far. */
  readonly work: Work;
  /** The result of the request. Plugins set it when the answer is complete. */
  readonly outcome: Outcome;
  /**
   * Work in parallel with the request. The answer waits for it, because Lambda freezes the process after the
   * answer.
   */
  readonly background: readonly Promise<void>[];
  /** The meter of the request. Null on the operators' plane, and without a limiter. */
  readonly meter: RequestMeter | null;
  /** The idempotency key of the request, if it has one. */
  readonly idempotency?: Idempotency | undefined;
}

/** The result of a request, as the log records it. */
export interface Outcome {
  /** The operation's label, out of a small set of values: see plugins/outcome.ts. */
  operation: string;
  /** Whether it counts as usage of a tenant, under its label. */
  readonly isCounted: boolean;
  /** Whether the answer contains an error. */
  failed: boolean;
  /** What the log says of the operation. Null if the request has none. */
  said: Said | null;
}

/** What the log says of an operation and its answer. */
export interface Said {
  readonly operation: string | undefined;
  readonly operationName: string | undefined;
  /** The root fields. */
  readonly fields: readonly string[] | undefined;
  readonly codes: readonly unknown[] | undefined;
}

/** Returns the outcome of a request before its operation is known. */
export function openOutcome(isCounted: boolean): Outcome {
  return { operation: OTHER, isCounted, failed: false, said: null };
}

/** The context of the tenants' plane. */
export interface RequestContext extends PlatformContext, ServerContext {
  readonly requestId: string;
}

export interface ContextOptions {
  readonly gate: Gate;
  readonly platform: PlatformParts;
  /** Records each authenticated request of an API key. */
  readonly recordLastUse: RecordLastUse;
  /** Returns the client for the rows of a scope's tenant. */
  readonly sendOf: SendOf;
  /** Records refusals and alarms in the audit. */
  readonly recorder: AuditRecorder;
  readonly log: Log;
  /** Enforces the limits of the tenants' plans. Null means no limits. */
  readonly limiter: Limiter | null;
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
  const { requestId, ip } = request;
  const { until, deadline } = deadlineOf(request);
  const platform = { ...options.platform, control: options.platform.control.within(deadline) };
  const { model, cursors } = platform;
  try {
    const onRefused: OnRefused = ({ tenantId, actor, code, message }) => {
      const detail = { code, message };
      recorder.record(
        tenantId,
        { actor, requestId, ip },
        { action: 'access.refused', outcome: 'REFUSED', detail },
      );
    };
    leaseAhead.begin(request);
    const scope = await withinDeadline(
      deadline,
      gate.admit(request.authorization, { named: request.tenant, onRefused }),
    );
    leaseAhead.record(request, scope);
    const { tenantId, caller } = scope;
    if (request.cacheable && caller.actor.type === 'operator')
      throw new Refusal('BAD_REQUEST', 'Send the request by POST, so that the audit records each look.');
    const tier = tierOf(platform.plans, scope.tenant);
    const { send, consumed } = metered(options.sendOf(scope));
    const { limits } = planOf(platform.plans, scope.tenant);
    const work = new Work(ceilingsOf(limits), until);
    const scopedLog: Log = (entry) => {
      log({ requestId, tenantId, tier, userId: caller.userId, ...entry });
    };
    const { idempotency, records } = openIdempotency(request.idempotencyKeys, {
      caller: caller.userId,
      tenantId,
      platform,
      rows: () => store.answers,
    });
    const store: Store = openStore(scope, {
      types: model.models,
      send: async (command, sending) => {
        if (isRead(command)) work.requireRead(consumed);
        const answer = await send(command, sending);
        if (!isRead(command)) work.changes += 1;
        return answer;
      },
      cursors,
      deadline,
      idempotency,
      source: { requestId, ip },
      onAlarm: (alarm) => {
        const { kind, type, index } = alarm;
        const detail = { kind, type, index };
        recorder.record(
          tenantId,
          { actor: caller.actor, requestId, ip },
          { action: 'isolation.alarm', detail },
        );
        scopedLog({ level: 'error', message: 'isolation alarm', alarm });
      },
      onContradiction: (contradiction) => {
        scopedLog({ level: 'error', message: 'contradiction in stored data', contradiction });
      },
    });
    return {
      scope,
      store: openTenantStore(model, store, scope, {
        onCreate: options.limiter?.onCreate(scope, store),
        members: membersOf(platform.control, tenantId),
      }),
      audit: openAuditLog(scope, (command) => send(command, { signal: deadline })),
      platform,
      idempotency,
      records,
      requestId,
      ip,
      log: scopedLog,
      consumed,
      work,
      outcome: openOutcome(true),
      background: [logFailure(scopedLog, withinDeadline(deadline, recordLastUse(scope)))],
      meter: options.limiter?.meter(scope) ?? null,
    };
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
