import { boundedMap, timeLimit, type RecordJobScope } from '../../tenant/index.ts';
import type { Control, Origin } from '../../store/index.ts';
import { auditEvent, recordAlone, type AuditEntry } from '../audit-entry.ts';
import { openUnderWay } from '../under-way.ts';

/** A recorder of events that change no record. It writes in parallel with the request. */
export interface AuditRecorder {
  /**
   * Records an event. Equal events of one actor are recorded once a minute, so that a flood of refusals does
   * not fill the audit.
   */
  record(tenantId: string, origin: Origin, entry: AuditEntry): void;
  /** Waits for the events that are being written now. Never rejects. */
  idle(): Promise<void>;
}

/** Milliseconds in which equal events are recorded once. */
const DEDUPLICATE_FOR = 60_000;
/** Maximum milliseconds that a write may take, because an answer waits for it. */
const MAX_WRITE = 5_000;
/** Maximum number of remembered events. The oldest is dropped first. */
const MAX_REMEMBERED = 10_000;

/**
 * Creates the recorder of a process. A request runs on while its event is written; its answer waits.
 * @param onFailure called with the error if an event could not be written
 */
export function openAuditRecorder(
  control: Control,
  now: () => number,
  onFailure: (error: unknown) => void,
): AuditRecorder {
  const recorded = boundedMap<string, number>(MAX_REMEMBERED);
  const writes = openUnderWay();
  return {
    idle: writes.settled,
    record(tenantId, { actor, requestId, ip }, entry) {
      const key = JSON.stringify([tenantId, actor.type, actor.id, entry.action, entry.detail]);
      if (now() - (recorded.get(key) ?? Number.NEGATIVE_INFINITY) < DEDUPLICATE_FOR) return;
      recorded.delete(key);
      recorded.set(key, now());
      const inTime = control.within(timeLimit(MAX_WRITE));
      writes.add(recordAlone(inTime, auditEvent(tenantId, actor, { requestId, ip }, entry)).catch(onFailure));
    },
  };
}

/** Records that a job opened a tenant's data. It is the `record` of a job's scope. */
export function recordJobScope(
  control: Control,
  { tenantId, why }: { readonly tenantId: string; readonly why: string },
): Promise<void> {
  const actor = { type: 'system', id: 'job', name: why } as const;
  const entry = { action: 'job.scopeOpened', detail: { why } };
  return recordAlone(control, auditEvent(tenantId, actor, { requestId: null, ip: null }, entry));
}

/** Returns a `record` for the scopes of one run: the audit of a tenant gets one event, however often the run looks it up again. */
export function recordJobScopeOnce(control: Control): RecordJobScope {
  const recorded = new Set<string>();
  return async (entry) => {
    const key = JSON.stringify([entry.tenantId, entry.why]);
    if (recorded.has(key)) return;
    await recordJobScope(control, entry);
    recorded.add(key);
  };
}
