import type { TenantId } from '../../../tenant/index.ts';
import type { Answers, Idempotency } from '../../port/idempotency.ts';
import { type AnswerItems, PLAIN, readAnswer, replaceAnswer } from '../commands/answer-item.ts';
import type { Send } from '../driver/send.ts';
import { answerKey } from '../keys/keys.ts';
import type { Keeping } from './write-rows.ts';

/** The answers of a request with an idempotency key, in the tenant's table of rows. */
export interface RowAnswers {
  /** Null without a key. */
  readonly answers: Answers | null;
  /**
   * Runs a write of the field that runs. The first write of the field keeps the answer, by default the first row.
   * @throws {AlreadyAnswered} if an earlier request was answered
   */
  carry: <Result>(
    options: { readonly answer?: unknown },
    write: (keeping: Keeping | undefined) => Promise<Result>,
  ) => Promise<Result>;
}

/** Opens the answers of a request. */
export function openRowAnswers(
  tenant: TenantId,
  idempotency: Idempotency | undefined,
  send: Send,
): RowAnswers {
  if (!idempotency) return { answers: null, carry: (_options, write) => write(undefined) };
  const items: AnswerItems = {
    ...PLAIN,
    keyOf: ({ id }) => answerKey(tenant, id),
    now: idempotency.now,
    expiry: () => idempotency.expiry(),
  };
  return {
    answers: {
      read: (field) => readAnswer(items, field, send),
      replace: (field, kept) => replaceAnswer(items, field, kept, send),
    },
    carry(options, write) {
      const field = idempotency.running;
      if (!field) return write(undefined);
      const keptOf: Keeping['keptOf'] = (rows) =>
        idempotency.firstOf(field, 'answer' in options ? options.answer : rows[0]);
      return field.carry((keeps) => write(keeps ? { items, field, keptOf } : undefined));
    },
  };
}
