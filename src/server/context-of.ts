import type { Scope } from '../tenant/index.ts';
import {
  isRead,
  metered,
  openAuditLog,
  openFileRecords,
  openStore,
  openWebhookDeliveries,
  type Control,
  type SendOf,
  type Store,
  type Total,
} from '../store/index.ts';
import { openTenantStore } from '../engine/index.ts';
import {
  ceilingsOf,
  membersOf,
  openTenantFiles,
  planOf,
  tierOf,
  Work,
  type AuditRecorder,
  type Limiter,
  type PlatformContext,
  type PlatformParts,
} from '../platform/index.ts';

import { announce } from './announce.ts';
import type { Log } from './log.ts';
import { openIdempotency } from './open-idempotency.ts';
import { openOutcome, type ServerContext } from './server-context.ts';

/** The context of the tenants' plane. */
export interface RequestContext extends PlatformContext, ServerContext {
  readonly requestId: string;
  readonly background: Promise<void>[];
}

export interface ScopeOptions {
  readonly platform: PlatformParts;
  /** Returns the client for the rows of a scope's tenant. */
  readonly sendOf: SendOf;
  /** Records refusals and alarms in the audit. */
  readonly recorder: AuditRecorder;
  readonly log: Log;
  /** Enforces the limits of the tenants' plans. Null means no limits. */
  readonly limiter: Limiter | null;
}

/** What is asked inside a scope. */
export interface ScopeRequest {
  readonly requestId: string;
  /** The client's IP address. */
  readonly ip: string | null;
  /** The values of the header `idempotency-key`. */
  readonly idempotencyKeys: readonly string[];
  /** When it must end, as `performance.now()` counts. */
  readonly until: number;
  /** Ends its calls at that time. */
  readonly deadline: AbortSignal;
}

/**
 * Opens the context of an admitted caller, with a store that is bound to the tenant of the scope. What it reads is
 * remembered, so it serves one request or one event.
 * @throws {Refusal} BAD_REQUEST for a malformed idempotency key
 */
export function contextOf(
  options: ScopeOptions,
  scope: Scope,
  { requestId, ip, idempotencyKeys, until, deadline }: ScopeRequest,
): RequestContext {
  const { recorder, log, limiter } = options;
  let control: Control | null = null;
  const platform: PlatformParts = {
    ...options.platform,
    // Most requests do not read the control table.
    get control() {
      return (control ??= options.platform.control.within(deadline));
    },
  };
  const { model, cursors } = platform;
  const { tenantId, caller } = scope;
  const tier = tierOf(platform.plans, scope.tenant);
  const { send, consumed } = metered(options.sendOf(scope));
  const { limits } = planOf(platform.plans, scope.tenant);
  const counts = new Map<string, Total>();
  const work = new Work(ceilingsOf(limits), until);
  const scopedLog: Log = (entry) => {
    log({ requestId, tenantId, tier, userId: caller.userId, ...entry });
  };
  const { idempotency, records } = openIdempotency(idempotencyKeys, {
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
    now: platform.now,
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
    onTotal: (type, total) => {
      if (!total.isExact || total.isPartial) counts.set(type.name, total);
    },
  });
  return {
    scope,
    store: openTenantStore(model, store, scope, {
      onCreate: limiter?.onCreate(scope, store),
      members: membersOf(platform, tenantId),
    }),
    files: openTenantFiles(
      openFileRecords(scope, send, { now: platform.now, deadline }),
      platform.filesOf(scope),
    ),
    webhooks: openWebhookDeliveries(scope, send, { now: platform.now, deadline, idempotency }),
    audit: openAuditLog(scope, (command) => send(command, { signal: deadline })),
    platform,
    idempotency,
    announce: (announced) => announce(store, announced, platform.now()),
    records,
    requestId,
    ip,
    log: scopedLog,
    consumed,
    counts,
    work,
    outcome: openOutcome(true),
    background: [],
    meter: limiter?.meter(scope) ?? null,
  };
}
