import type { ControlTransaction } from '../store/index.ts';
import type { Actor } from '../tenant/index.ts';
import { auditEvent, type AuditEntry, type RequestOrigin } from './audit-entry.ts';
import type { PlatformContext } from './context.ts';
import { transactOnce, type Recording } from './transact-once.ts';

/** A running change: it writes records, and records audit events. */
export interface Change extends ControlTransaction {
  /** Records an event of this change. It commits or fails together with the change. */
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
  const { scope } = context;
  scope.requireWritable();
  const { tenantId, caller } = scope;
  return changeBy(context, { tenantId, actor: caller.actor }, work, answerOf);
}

/** Changes records of a tenant in one transaction, with this actor in its audit. */
export async function changeBy<Result>(
  context: Recording & RequestOrigin,
  { tenantId, actor }: { readonly tenantId: string; readonly actor: Actor },
  work: (change: Change) => Promise<Result>,
  answerOf?: (result: Result) => unknown,
): Promise<Result> {
  const { requestId, ip } = context;
  return transactOnce(
    context,
    tenantId,
    (transaction) =>
      work({
        ...transaction,
        record: (entry) => {
          transaction.record(auditEvent(tenantId, actor, { requestId, ip }, entry));
        },
      }),
    answerOf,
  );
}
