import type { ControlTransaction } from '../../store/index.ts';
import { auditEvent, type AuditEntry } from '../audit/event.ts';
import type { OperatorContext } from './operator.ts';

/** An operator's change of one tenant: what it writes, and how it has the audit of that tenant tell of it. */
export interface OperatorChange extends ControlTransaction {
  record(entry: AuditEntry): void;
}

/** Changes records of a tenant, all or nothing, with the operator as the one who did it. */
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
