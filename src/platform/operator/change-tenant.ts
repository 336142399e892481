import type { ControlTransaction } from '../../store/index.ts';
import { auditEvent, type AuditEntry } from '../audit-entry.ts';
import type { OperatorContext } from './operator.ts';

/** An operator's running change of one tenant. It also records events in that tenant's audit. */
export interface OperatorChange extends ControlTransaction {
  record(entry: AuditEntry): void;
}

/** Changes records of a tenant in one transaction, with the operator as the actor in the audit. */
export async function changeTenant<Result>(
  { operator, platform, requestId, ip }: OperatorContext,
  tenantId: string,
  work: (change: OperatorChange) => Promise<Result>,
): Promise<Result> {
  return platform.control.transact((transaction) =>
    work({
      ...transaction,
      record: (entry) => {
        transaction.record(auditEvent(tenantId, operator.actor, { requestId, ip }, entry));
      },
    }),
  );
}
