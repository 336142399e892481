import { setMaxListeners } from 'node:events';

import type { Gate } from '../tenant/index.ts';
import { metered, openAuditLog, openStore, type Consumed, type SendOf } from '../store/index.ts';
import { openTenantStore } from '../engine/index.ts';
import {
  OTHER,
  tierOf,
  type Limiter,
  type RecordLastUse,
  type PlatformContext,
  type PlatformParts,
  type RequestMeter,
  type AuditRecorder,
} from '../platform/index.ts';

import { describeError, type Log } from './log.ts';
import { refuseRequest } from './refuse-request.ts';

/** What the server itself keeps of a request, whichever plane it is of. */
export interface ServerContext {
  readonly requestId: string;
  readonly log: Log;
  /** What the request consumed of the data table so far. */
  readonly consumed: Consumed;
  /** How it ended; written once its answer stands. */
  readonly outcome: Outcome;
  /** What goes on beside the request; the answer waits for it, since nothing runs on Lambda after the answer. */
  readonly background: readonly Promise<void>[];
  /** Measures the request; null on the operators' plane, and where no limiter was given. */
  readonly meter: RequestMeter | null;
}

/** What is counted of how a request ended. */
export interface Outcome {
  /** A name of few: see plugins/outcome.ts. */
  operation: string;
  /** Whether the answer holds an error. */
  failed: boolean;
}

/** The outcome of a request of which nothing is known yet. */
export function openOutcome(): Outcome {
  return { operation: OTHER, failed: false };
}

/** The context of the tenant plane. */
export interface RequestContext extends PlatformContext, ServerContext {
  readonly requestId: string;
}

export interface ContextOptions {
  readonly gate: Gate;
  readonly platform: PlatformParts;
  /** Hears of every request that was let in. */
  readonly recordLastUse: RecordLastUse;
  /** The data table as the tenant of a scope. */
  readonly sendOf: SendOf;
  /** Has the audit tell of refusals and alarms. */
  readonly recorder: AuditRecorder;
  readonly log: Log;
  /** Holds tenants to their plans. Null limits no tenant. */
  readonly limiter: Limiter | null;
}

export interface RequestInfo {
  readonly authorization: string | undefined;
  readonly requestId: string;
  /** The address that the request came from. */
  readonly ip: string | null;
  /** Milliseconds until the caller stops waiting. */
  readonly remaining: number;
}

/** Time kept back from the deadline, in milliseconds, to answer TIMEOUT ourselves rather than be cut off. */
const RESERVE = 500;

/**
 * Opens the context of one request: the token is verified, tenant and membership are looked up, and a store is
 * opened that is bound to that tenant. Nothing of it outlives the request.
 * @throws a refusal of the whole request, with its HTTP status
 */
export async function openContext(options: ContextOptions, request: RequestInfo): Promise<RequestContext> {
  const { gate, platform, recordLastUse, recorder, log } = options;
  const { model, cursors } = platform;
  const { requestId, ip } = request;
  try {
    const scope = await gate.admit(request.authorization, ({ tenantId, actor, code, message }) => {
      const detail = { code, message };
      recorder.record(
        tenantId,
        { actor, requestId, ip },
        { action: 'access.refused', outcome: 'REFUSED', detail },
      );
    });
    const { tenantId, caller } = scope;
    const tier = tierOf(platform.plans, scope.tenant);
    const { send, consumed } = metered(options.sendOf(scope));
    const scopedLog: Log = (entry) => {
      log({ requestId, tenantId, tier, userId: caller.userId, ...entry });
    };
    const deadline = AbortSignal.timeout(Math.max(1, request.remaining - RESERVE));
    // Each call under way listens to it, and Node warns of more than ten.
    setMaxListeners(0, deadline);
    const store = openStore(scope, {
      types: model.models,
      send,
      cursors,
      deadline,
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
    });
    return {
      scope,
      store: openTenantStore(model, store, scope, { onCreate: options.limiter?.onCreate(scope, store) }),
      audit: openAuditLog(scope, (command) => send(command, { signal: deadline })),
      platform,
      requestId,
      ip,
      log: scopedLog,
      consumed,
      outcome: openOutcome(),
      background: [logFailure(scopedLog, recordLastUse(scope))],
      meter: options.limiter?.meter(scope) ?? null,
    };
  } catch (error) {
    throw refuseRequest(error, requestId, log);
  }
}

/** Work beside the request: its failure is told in the log, and is not the request's. */
async function logFailure(log: Log, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    log({ level: 'error', message: 'background work failed', ...describeError(error) });
  }
}
