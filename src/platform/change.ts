import type { ControlTransaction } from '../store/index.ts';
import { auditEvent, type AuditEntry } from './audit/event.ts';
import type { PlatformContext } from './context.ts';

/** A change under way: what it writes, and how it has the audit tell of it. */
export interface Change extends ControlTransaction {
  /** Tells the audit of the caller's tenant what was done, in the same transaction. */
  record(entry: AuditEntry): void;
}

/**
 * Changes records of the caller's tenant, all or nothing; `work` runs again when what it read has changed meanwhile.
 * @throws {Refusal} READ_ONLY when the caller may write nothing
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
