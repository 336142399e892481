import type { Control, Origin } from '../../store/index.ts';
import { auditEvent, recordAlone, type Deed } from './event.ts';

/** Tells the audit of what changed no record, beside the request that it happened in. */
export interface Teller {
  /** Equal deeds of one actor are told once a minute, so that a flood of refusals does not fill the log. */
  tell(tenantId: string, origin: Origin, deed: Deed): void;
}

/** Milliseconds in which the same is told once. */
const QUIET = 60_000;
/** Deeds remembered: the oldest are forgotten first. */
const MOST_REMEMBERED = 10_000;

/**
 * A teller for one process. The request does not wait for the event.
 * @param onFailure hears of an event that could not be written
 */
export function openTeller(control: Control, now: () => number, onFailure: (error: unknown) => void): Teller {
  const told = new Map<string, number>();
  return {
    tell(tenantId, { actor, requestId, ip }, deed) {
      const key = JSON.stringify([tenantId, actor.type, actor.id, deed.action, deed.detail]);
      if (now() - (told.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET) return;
      told.delete(key);
      told.set(key, now());
      const [oldest] = told.keys();
      if (told.size > MOST_REMEMBERED && oldest !== undefined) told.delete(oldest);
      recordAlone(control, auditEvent(tenantId, actor, { requestId, ip }, deed)).catch(onFailure);
    },
  };
}

/** Tells the audit of a tenant that a job was let in to its data: the `record` of a job's scope. */
export function tellJobScope(
  control: Control,
  { tenantId, why }: { readonly tenantId: string; readonly why: string },
): Promise<void> {
  const actor = { type: 'system', id: 'job', name: why } as const;
  const deed = { action: 'job.scopeOpened', detail: { why } };
  return recordAlone(control, auditEvent(tenantId, actor, { requestId: null, ip: null }, deed));
}
