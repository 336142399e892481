import { setMaxListeners } from 'node:events';

import type { Gate } from '../tenant/index.ts';
import { openStore, type Send } from '../store/index.ts';
import { openTenantStore } from '../engine/index.ts';
import type { Limiter, Meter, NoteUse, PlatformContext, PlatformParts } from '../platform/index.ts';

import { describeError, type Log } from './log.ts';
import { refuseRequest } from './refuse-request.ts';

/** What the server itself keeps of a request, whichever plane it is of. */
export interface ServerContext {
  readonly requestId: string;
  readonly log: Log;
  /** How often the request called DynamoDB for rows so far. */
  readonly calls: () => number;
  /** What goes on beside the request; the answer waits for it, since nothing runs on Lambda after the answer. */
  readonly beside: readonly Promise<void>[];
  /** Measures the request; null where nothing limits it. */
  readonly meter: Meter | null;
}

/** The context of the tenant plane. */
export interface RequestContext extends PlatformContext, ServerContext {
  readonly requestId: string;
}

export interface ContextOptions {
  readonly gate: Gate;
  readonly platform: PlatformParts;
  /** Hears of every request that was let in. */
  readonly noteUse: NoteUse;
  /** The data table. */
  readonly send: Send;
  readonly log: Log;
  /** Holds tenants to their plans; nobody is limited without. */
  readonly limiter?: Limiter;
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
  const { gate, platform, noteUse, log } = options;
  const { model, cursors } = platform;
  const { requestId, ip } = request;
  let calls = 0;
  const send: Send = (command, settings) => {
    calls += 1;
    return options.send(command, settings);
  };
  try {
    const scope = await gate.admit(request.authorization);
    const { tenantId, caller } = scope;
    const scopedLog: Log = (entry) => {
      log({ requestId, tenantId, userId: caller.userId, ...entry });
    };
    const deadline = AbortSignal.timeout(Math.max(1, request.remaining - RESERVE));
    // Each call under way listens to it, and Node warns of more than ten.
    setMaxListeners(0, deadline);
    const store = openStore(scope, {
      types: model.models,
      send,
      cursors,
      deadline,
      onAlarm: (alarm) => {
        scopedLog({ level: 'error', message: 'isolation alarm', alarm });
      },
    });
    return {
      scope,
      store: openTenantStore(model, store, scope, { onCreate: options.limiter?.onCreate(scope, store) }),
      platform,
      requestId,
      ip,
      log: scopedLog,
      calls: () => calls,
      beside: [besides(scopedLog, noteUse(scope))],
      meter: options.limiter?.meter(scope) ?? null,
    };
  } catch (error) {
    throw refuseRequest(error, requestId, log);
  }
}

/** Work beside the request: its failure is told in the log, and is not the request's. */
async function besides(log: Log, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    log({ level: 'error', message: 'work beside a request failed', ...describeError(error) });
  }
}
