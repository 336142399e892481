import type { ControlTransaction, JobRecord } from '../../store/index.ts';
import type { Actor } from '../../tenant/index.ts';
import { auditEvent } from '../audit/event.ts';
import type { Change } from '../change.ts';

/** A change by a job: the audit of its tenant tells that it was. */
export function jobChange({ tenantId, kind }: JobRecord, transaction: ControlTransaction): Change {
  const actor: Actor = { type: 'system', id: 'job', name: kind };
  return {
    ...transaction,
    record: (entry) => {
      transaction.record(auditEvent(tenantId, actor, { requestId: null, ip: null }, entry));
    },
  };
}
