import type { Control, ControlTransaction, RecordAnswers } from '../store/index.ts';

/** The part of a context that writes records of the platform. */
export interface Recording {
  readonly platform: { readonly control: Control };
  /** The answers of a request with an idempotency key. */
  readonly records?: RecordAnswers | undefined;
}

/**
 * Writes records in one transaction. If the request has an idempotency key, the first transaction of a mutation keeps its
 * answer.
 * @param tenantId the tenant whose purge deletes the answer
 * @param answerOf returns the answer of the mutation; by default the result
 */
export function transactOnce<Result>(
  { platform: { control }, records }: Recording,
  tenantId: string,
  work: (transaction: ControlTransaction) => Promise<Result>,
  answerOf?: (result: Result) => unknown,
): Promise<Result> {
  return records ? records.transact(tenantId, work, answerOf) : control.transact(work);
}
