import type { ControlTransaction } from '../store/index.ts';
import { auditEvent, type AuditEntry } from './audit-entry.ts';
import type { PlatformContext } from './context.ts';
import { transactOnce } from './transact-once.ts';

/** A running change: it writes records, and records audit events. */
export interface Change extends ControlTransaction {
  /** Records an event in the audit of the caller's tenant, in the same transaction. */
  record(entry: AuditEntry): void;
}

/**
 * Changes records of the caller's tenant in one transaction. Runs `work` again if a record that it read has
 * changed meanwhile.
 * @param answerOf returns the answer of the mutation; by default the result
 * @throws {Refusal} READ_ONLY if the caller may not write
 */
export async function change<Result>(
  context: PlatformContext,
  work: (change: Change) => Promise<Result>,
  answerOf?: (result: Result) => unknown,
): Promise<Result> {
  const { scope, requestId, ip } = context;
  scope.requireWritable();
  const { tenantId, caller } = scope;
  return transactOnce(
    context,
    tenantId,
    (transaction) =>
      work({
        ...transaction,
        record: (entry) => {
          transaction.record(auditEvent(tenantId, caller.actor, { requestId, ip }, entry));
        },
      }),
    answerOf,
  );
}
