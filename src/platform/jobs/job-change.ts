import type { ControlTransaction, JobRecord } from '../../store/index.ts';
import type { Actor } from '../../tenant/index.ts';
import { auditEvent } from '../audit-entry.ts';
import type { Change } from '../change.ts';

/** Returns a change whose audit events name the job as the actor. */
export function jobChange({ tenantId, kind }: JobRecord, transaction: ControlTransaction): Change {
  const actor: Actor = { type: 'system', id: 'job', name: kind };
  return {
    ...transaction,
    record: (entry) => {
      transaction.record(auditEvent(tenantId, actor, { requestId: null, ip: null }, entry));
    },
  };
}
