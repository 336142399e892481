import { setMaxListeners } from 'node:events';

import type { Gate } from '../tenant/index.ts';
import { openAuditLog, openStore, type Send } from '../store/index.ts';
import { openTenantStore } from '../engine/index.ts';
import type { PlatformContext, PlatformParts, Teller } from '../platform/index.ts';

import type { Log } from './log.ts';
import { refuseRequest } from './refuse-request.ts';

/** What the server itself keeps of a request, whichever plane it is of. */
export interface ServerContext {
  readonly requestId: string;
  readonly log: Log;
  /** How often the request called DynamoDB for rows so far. */
  readonly calls: () => number;
}

/** The context of the tenant plane. */
export interface RequestContext extends PlatformContext, ServerContext {
  readonly requestId: string;
}

export interface ContextOptions {
  readonly gate: Gate;
  readonly platform: PlatformParts;
  /** The data table. */
  readonly send: Send;
  /** Has the audit tell of refusals and alarms. */
  readonly teller: Teller;
  readonly log: Log;
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
  const { gate, platform, teller, log } = options;
  const { model, cursors } = platform;
  const { requestId, ip } = request;
  let calls = 0;
  const send: Send = (command, settings) => {
    calls += 1;
    return options.send(command, settings);
  };
  try {
    const scope = await gate.admit(request.authorization, ({ tenantId, actor, code, message }) => {
      const detail = { code, message };
      teller.tell(
        tenantId,
        { actor, requestId, ip },
        { action: 'access.refused', outcome: 'REFUSED', detail },
      );
    });
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
      source: { requestId, ip },
      onAlarm: (alarm) => {
        const { kind, type, index } = alarm;
        const detail = { kind, type, index };
        teller.tell(tenantId, { actor: caller.actor, requestId, ip }, { action: 'isolation.alarm', detail });
        scopedLog({ level: 'error', message: 'isolation alarm', alarm });
      },
    });
    return {
      scope,
      store: openTenantStore(model, store, scope),
      audit: openAuditLog(scope, (command) => send(command, { signal: deadline })),
      platform,
      requestId,
      ip,
      log: scopedLog,
      calls: () => calls,
    };
  } catch (error) {
    throw refuseRequest(error, requestId, log);
  }
}
