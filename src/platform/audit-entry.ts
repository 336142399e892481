import type { Json } from '../model/index.ts';
import { newId, type AuditEvent, type Control, type Origin } from '../store/index.ts';
import type { Actor } from '../tenant/index.ts';

/** The origin of a request, as the audit records it. */
export type RequestOrigin = Omit<Origin, 'actor'>;

/** The content of an event, in addition to the actor, the place and the time. */
export interface AuditEntry {
  /** The action, as `<entity>.<participle>`: `member.invited`. */
  readonly action: string;
  readonly entity?: AuditEvent['entity'];
  readonly outcome?: AuditEvent['outcome'];
  /** The change, or the reason of the refusal. It must not contain a secret. */
  readonly detail?: Json;
}

/** Creates an audit event of a tenant. */
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

/** Records an event without a change of other records, such as a refusal. */
export async function recordAlone(control: Control, event: AuditEvent): Promise<void> {
  await control.transact((transaction) => {
    transaction.record(event);
    return Promise.resolve();
  });
}
