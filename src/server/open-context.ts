import { setMaxListeners } from 'node:events';

import type { Gate } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import { openStore, type Cursors, type Send } from '../store/index.ts';
import { openTenantStore, type Context } from '../engine/index.ts';

import { requestRefusal } from './api-error.ts';
import { describeError, type Log } from './log.ts';

/** A context with what the server itself keeps of the request. */
export interface RequestContext extends Context {
  readonly requestId: string;
  readonly log: Log;
  /** How often the request called DynamoDB so far. */
  readonly calls: () => number;
}

export interface ContextOptions {
  readonly model: Model;
  readonly gate: Gate;
  readonly send: Send;
  readonly cursors: Cursors;
  readonly log: Log;
}

export interface RequestInfo {
  readonly authorization: string | undefined;
  readonly requestId: string;
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
  const { model, gate, cursors, log } = options;
  const { requestId } = request;
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
      store: openTenantStore(model, store, scope),
      requestId,
      log: scopedLog,
      calls: () => calls,
    };
  } catch (error) {
    const refusal = requestRefusal(error, requestId);
    log({
      level: refusal.code === 'INTERNAL' ? 'error' : 'info',
      message: 'request refused',
      requestId,
      code: refusal.code,
      ...(refusal.code === 'INTERNAL' ? describeError(error) : {}),
    });
    throw refusal;
  }
}
