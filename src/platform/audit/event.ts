import type { Json } from '../../model/index.ts';
import { newId, type AuditEvent, type Control, type Origin } from '../../store/index.ts';
import type { Actor } from '../../tenant/index.ts';

/** Where a request came from, for the audit. */
export type RequestOrigin = Omit<Origin, 'actor'>;

/** What an event tells beside who, where and when. */
export interface AuditEntry {
  /** What was done, as `<entity>.<participle>`, such as `member.invited`. */
  readonly action: string;
  readonly entity?: AuditEvent['entity'];
  readonly outcome?: AuditEvent['outcome'];
  /** What changed, or why it was refused. Never a secret. */
  readonly detail?: Json;
}

/** An event of the audit of a tenant. */
export function auditEvent(
  tenantId: string,
  actor: Actor,
  source: RequestOrigin,
  entry: AuditEntry,
): AuditEvent {
  const { action, entity = null, outcome = 'DONE', detail = null } = entry;
  const at = new Date().toISOString();
  return { id: newId(), tenantId, at, actor, action, entity, outcome, ...source, detail };
}

/** Tells the audit of something that changed no record, such as a refusal. */
export async function recordAlone(control: Control, event: AuditEvent): Promise<void> {
  await control.transact((transaction) => {
    transaction.record(event);
    return Promise.resolve();
  });
}
