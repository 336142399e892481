import type { Control, Origin } from '../../store/index.ts';
import { auditEvent, recordAlone, type AuditEntry } from './event.ts';

/** Tells the audit of what changed no record, beside the request that it happened in. */
export interface AuditRecorder {
  /** Equal deeds of one actor are recorded once a minute, so that a flood of refusals does not fill the log. */
  record(tenantId: string, origin: Origin, entry: AuditEntry): void;
}

/** Milliseconds in which the same is recorded once. */
const QUIET = 60_000;
/** Deeds remembered: the oldest are forgotten first. */
const MOST_REMEMBERED = 10_000;

/**
 * A teller for one process. The request does not wait for the event.
 * @param onFailure hears of an event that could not be written
 */
export function openAuditRecorder(
  control: Control,
  now: () => number,
  onFailure: (error: unknown) => void,
): AuditRecorder {
  const recorded = new Map<string, number>();
  return {
    record(tenantId, { actor, requestId, ip }, entry) {
      const key = JSON.stringify([tenantId, actor.type, actor.id, entry.action, entry.detail]);
      if (now() - (recorded.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET) return;
      recorded.delete(key);
      recorded.set(key, now());
      const [oldest] = recorded.keys();
      if (recorded.size > MOST_REMEMBERED && oldest !== undefined) recorded.delete(oldest);
      recordAlone(control, auditEvent(tenantId, actor, { requestId, ip }, entry)).catch(onFailure);
    },
  };
}

/** Tells the audit of a tenant that a job was let in to its data: the `record` of a job's scope. */
export function recordJobScope(
  control: Control,
  { tenantId, why }: { readonly tenantId: string; readonly why: string },
): Promise<void> {
  const actor = { type: 'system', id: 'job', name: why } as const;
  const entry = { action: 'job.scopeOpened', detail: { why } };
  return recordAlone(control, auditEvent(tenantId, actor, { requestId: null, ip: null }, entry));
}
