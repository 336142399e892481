import type { ControlTransaction } from '../../store/index.ts';
import { auditEvent, type AuditEntry } from '../audit-entry.ts';
import { transactOnce } from '../transact-once.ts';
import type { OperatorContext } from './operator.ts';

/** An operator's running change of one tenant. It also records events in that tenant's audit. */
export interface OperatorChange extends ControlTransaction {
  record(entry: AuditEntry): void;
}

/**
 * Changes records of a tenant in one transaction, with the operator as the actor in the audit.
 * @param answerOf returns the answer of the mutation; by default the result
 */
export async function changeTenant<Result>(
  context: OperatorContext,
  tenantId: string,
  work: (change: OperatorChange) => Promise<Result>,
  answerOf?: (result: Result) => unknown,
): Promise<Result> {
  const { operator, requestId, ip } = context;
  return transactOnce(
    context,
    tenantId,
    (transaction) =>
      work({
        ...transaction,
        record: (entry) => {
          transaction.record(auditEvent(tenantId, operator.actor, { requestId, ip }, entry));
        },
      }),
    answerOf,
  );
}
