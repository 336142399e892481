import { answered, type Answers, type Idempotency, type IdempotentField } from '../../port/idempotency.ts';
import type { Seal } from '../../port/seal.ts';
import {
  type AnswerItems,
  answerItem,
  hasKept,
  keptIn,
  PLAIN,
  readAnswer,
  replaceAnswer,
} from '../commands/answer-item.ts';
import { TTL } from '../keys/keys.ts';
import { answerOfOperator, answerOfTenant } from './control-keys.ts';
import { itemKey } from './items.ts';
import { type ControlTable, type Keeping, runTransaction, type Work } from './run-transaction.ts';

/** The answers of a request with an idempotency key, in the control table. They are sealed: some hold a secret. */
export interface RecordAnswers extends Answers {
  /**
   * Runs a transaction as `Control.transact`. The first one of a field keeps the field's answer.
   * @param tenantId the tenant whose purge deletes the answer
   * @param answerOf returns the answer of the field, by default the result. If it is undefined, nothing is kept
   * @throws {AlreadyAnswered} if an earlier request was answered
   */
  transact<Result>(
    tenantId: string,
    work: Work<Result>,
    answerOf?: (result: Result) => unknown,
  ): Promise<Result>;
  /**
   * Keeps the answer of a field that changes no records. Does nothing outside a field.
   * @throws {AlreadyAnswered} if an earlier request was answered
   */
  keep(tenantId: string, answer: unknown): Promise<void>;
}

export interface RecordAnswersOptions {
  /** The tenant of the caller; null for an operator. */
  readonly tenantId: string | null;
  readonly idempotency: Idempotency;
  readonly seal: Seal;
}

/** Opens the answers of a request. */
export function openRecordAnswers(
  table: ControlTable,
  { tenantId: own, idempotency, seal }: RecordAnswersOptions,
): RecordAnswers {
  const { send } = table;
  const belonging = [own ?? '', idempotency.id, idempotency.key];
  const items: AnswerItems = {
    keyOf: ({ id }) => itemKey(own === null ? answerOfOperator(id) : answerOfTenant(own, id)),
    write: (kept) => seal.seal(PLAIN.write(kept), belonging),
    read(text) {
      const opened = seal.open(text, belonging);
      return opened === null ? null : PLAIN.read(opened);
    },
    now: idempotency.now,
    expiry: () => idempotency.expiry(),
  };
  /** An operator's answer is in a partition of its own, so a second item lets the purge of the tenant find it. */
  const pointerTo = (tenantId: string, id: string) => ({
    Put: {
      Item: {
        ...itemKey(answerOfTenant(tenantId, id, 'REQUEST')),
        ...{ id, tenantId, [TTL]: Math.ceil(idempotency.expiry() / 1000) },
      },
    },
  });
  const keepingOf = <Result>(
    tenantId: string,
    field: IdempotentField,
    answerOf: (result: Result) => unknown,
  ): Keeping<Result> => ({
    itemsFor(result) {
      const answer = answerOf(result);
      if (answer === undefined) return [];
      const pointers = own === null ? [pointerTo(tenantId, field.id)] : [];
      return [answerItem(items, field, answered(answer)), ...pointers];
    },
    requireUnanswered(reason) {
      if (reason?.code === 'condition') throw field.meet(keptIn(items, reason.item));
    },
    isKept: () => hasKept(items, field, send),
  });
  return {
    read: (field) => readAnswer(items, field, send),
    replace: (field, kept) => replaceAnswer(items, field, kept, send),
    async transact(tenantId, work, answerOf = (result) => result) {
      const field = idempotency.running;
      if (!field) return runTransaction(table, work);
      const keeping = keepingOf(tenantId, field, answerOf);
      return field.carry((keeps) => runTransaction(table, work, keeps ? keeping : undefined));
    },
    async keep(tenantId, answer) {
      const field = idempotency.running;
      if (!field) return;
      const keeping = { ...keepingOf(tenantId, field, () => answer), isAlone: true };
      await field.carry((keeps) =>
        keeps ? runTransaction(table, () => Promise.resolve(), keeping) : Promise.resolve(),
      );
    },
  };
}
