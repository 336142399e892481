import type { ControlTransaction } from '../store/index.ts';
import { auditEvent, type AuditEntry } from './audit-entry.ts';
import type { PlatformContext } from './context.ts';

/** A running change: it writes records, and records audit events. */
export interface Change extends ControlTransaction {
  /** Records an event in the audit of the caller's tenant, in the same transaction. */
  record(entry: AuditEntry): void;
}

/**
 * Changes records of the caller's tenant in one transaction. Runs `work` again if a record that it read has
 * changed meanwhile.
 * @throws {Refusal} READ_ONLY if the caller may not write
 */
export async function change<Result>(
  { scope, platform, requestId, ip }: PlatformContext,
  work: (change: Change) => Promise<Result>,
): Promise<Result> {
  scope.requireWritable();
  const { tenantId, caller } = scope;
  return platform.control.transact((transaction) =>
    work({
      ...transaction,
      record: (entry) => {
        transaction.record(auditEvent(tenantId, caller.actor, { requestId, ip }, entry));
      },
    }),
  );
}
