import { isGone, type Scope } from '../tenant/index.ts';
import {
  openAuditLog,
  openFileRecords,
  openStore,
  openWebhookDeliveries,
  type Send,
  type Store,
} from '../store/index.ts';
import {
  findInterruptedDeletes,
  resumeDeletes,
  sweepDeleted,
  type InterruptedDeletes,
} from '../engine/index.ts';
import {
  type AuditEntry,
  auditEvent,
  delayUntil,
  dropExpired,
  noteDue,
  recordAlone,
  recordJobScope,
  noteStorage,
  removeDueFiles,
  sealAudit,
  sendDueMails,
  type JobParts,
  type Outcome,
  type WorkQueue,
} from '../platform/index.ts';
import type { Log } from '../server/index.ts';
import { unlessItMoves } from './unless-it-moves.ts';

/** Work that a tenant needs after changes or after some time, and that no caller waits for. */
export interface Upkeep {
  /**
   * Resumes the interrupted deletes of a tenant, sweeps after deletes, removes the files that are due, sends the mails that wait, wakes the sender of
   * webhooks, seals the waiting audit events, drops expired ones and notes when the next of all this is due, until that time in
   * milliseconds since 1970. Each has a share of the time.
   */
  maintain(tenant: string, until: number): Promise<Outcome>;
}

/** What a part of the upkeep came to: whether work is left, and when it is due next, in milliseconds since 1970. */
interface Maintained {
  readonly left: 'done' | 'more';
  readonly next: number | null;
}

/**
 * The reason of the scope. Sealing reads no rows and is not recorded: the record would be one more
 * event to seal.
 */
const JOB = 'resume jobs';

/** Opens the upkeep of tenants. */
export function openUpkeep(parts: JobParts, queue: WorkQueue, log: Log): Upkeep {
  const { platform, scopeOf, sendOf } = parts;
  const { control, cursors, model, plans, now } = platform;
  const reportLost = reportLostOnce(log);

  /** Resumes interrupted deletes, and does the sweeps after deletes that are due. */
  const endDeletes = async (scope: Scope, send: Send, until: number): Promise<Maintained> => {
    const store = openStore(scope, { types: model.models, send, cursors, now });
    const left = await resumeDeletesOf(scope, store, until);
    const { isCut, next } = await sweepDeleted(model, store, { now, isOver: () => now() >= until });
    return { left: left === 'more' || isCut ? 'more' : 'done', next };
  };

  const resumeDeletesOf = async (scope: Scope, store: Store, until: number): Promise<'done' | 'more'> => {
    const { tenantId } = scope;
    const { open, lost } = await findInterruptedDeletes(model, store);
    reportLost(tenantId, lost);
    if (open.length === 0) return 'done';
    await recordJobScope(control, { tenantId, why: JOB });
    const ended = await resumeDeletes(model, store, open, () => now() >= until);
    log({ level: 'info', message: 'jobs resumed', tenantId, resumed: open.length, ended });
    return ended === open.length ? 'done' : 'more';
  };

  const bringAuditUpToDate = async (scope: Scope, send: Send, until: number): Promise<Maintained> => {
    const audit = { scope, log: openAuditLog(scope, send), control, plans, now };
    const cut = { sealing: false, dropping: false };
    const half = (now() + until) / 2;
    await sealAudit(audit, { isTimeOver: () => now() >= half, onLeft: () => (cut.sealing = true) });
    const next = await dropExpired(audit, () => (cut.dropping = now() >= until));
    return { left: cut.sealing || cut.dropping ? 'more' : 'done', next };
  };

  const removeFiles = (scope: Scope, send: Send, until: number): Promise<Maintained> => {
    const records = openFileRecords(scope, send, { now });
    const record = (entry: AuditEntry): Promise<void> =>
      recordAlone(
        control,
        auditEvent(scope.tenantId, scope.caller.actor, { requestId: null, ip: null }, entry),
      );
    const parts = { records, objects: platform.filesOf(scope), now, record };
    return removeDueFiles(parts, () => now() >= until);
  };

  /** Sends the mails that are due, after the one about the tenant's storage is among them. */
  const sendMails = async (scope: Scope, send: Send, until: number): Promise<Maintained> => {
    const { tenantId, tenant } = scope;
    const records = openFileRecords(scope, send, { now });
    await noteStorage(platform, tenant, async () => (await records.usage()).bytes);
    return sendDueMails(parts, tenantId, () => now() >= until);
  };

  /**
   * Wakes the sender of webhooks when the next delivery is due, and when its next look is noted. The message of that look may be
   * lost. If it is not, two messages arrive, and the second one finds nothing to do.
   */
  const wakeWebhooks = async (scope: Scope, send: Send): Promise<Maintained> => {
    const deliveries = openWebhookDeliveries(scope, send, { now });
    const next = await deliveries.nextDue();
    const times = next === null ? [] : [next, (await deliveries.lookAt()) ?? next];
    for (const delay of new Set(times.map((at) => delayUntil(at, now()))))
      await queue.send([{ tenantId: scope.tenantId, is: 'webhooks' }], delay);
    return { left: 'done', next };
  };

  /** Notes when the first of these is due, unless it is a day that a later upkeep notes anyway. */
  const noteNext = async (tenantId: string, parts: readonly Maintained[]): Promise<void> => {
    const next = parts.flatMap((part) => part.next ?? []);
    await noteDue(control, tenantId, next.length === 0 ? null : Math.max(Math.min(...next), now()));
  };

  return {
    maintain: (tenant, until) =>
      unlessItMoves({ scopeOf, sendOf, now }, tenant, JOB, async (scope, send) => {
        if (isGone(scope.tenant)) return { is: 'GONE' };
        const quarter = (until - now()) / 4;
        const parts: Maintained[] = [];
        try {
          parts.push(await endDeletes(scope, send, now() + quarter));
        } finally {
          try {
            // A delete that a conflict keeps from its end does not keep files and the audit from theirs.
            parts.push(await removeFiles(scope, send, now() + quarter));
          } finally {
            try {
              parts.push(await wakeWebhooks(scope, send));
              parts.push(await sendMails(scope, send, now() + quarter));
            } finally {
              parts.push(await bringAuditUpToDate(scope, send, until));
              await noteNext(scope.tenantId, parts);
            }
          }
        }
        return parts.some(({ left }) => left === 'more') ? { is: 'LATER', at: now() } : { is: 'DONE' };
      }),
  };
}

type ReportLost = (tenantId: string, jobs: InterruptedDeletes['lost']) => void;

/**
 * Logs a delete that cannot be continued because the schema lost its type, once in a process. The job and its row stay
 * until the schema has the type again, or until the tenant is purged.
 */
function reportLostOnce(log: Log): ReportLost {
  const reported = new Set<string>();
  return (tenantId, jobs) => {
    for (const { id, type } of jobs) {
      if (reported.has(id)) continue;
      reported.add(id);
      log({ level: 'error', message: 'job of a lost type', tenantId, jobId: id, type });
    }
  };
}
