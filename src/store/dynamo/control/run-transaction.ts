import { Refusal } from '../../../tenant/index.ts';
import { jitter } from '../../port/jitter.ts';
import { isOutcomeUnknown } from '../driver/attempts.ts';
import {
  type CancellationReason,
  type Item,
  type Send,
  TransactionCancelled,
  type TransactItem,
} from '../driver/send.ts';
import { openControlTransaction, type ControlTransaction } from './control-transaction.ts';
import { writesOldList, type KnownList } from './old-list.ts';
import { OLD_LIST } from './tenant-list.ts';

export type Work<Result> = (transaction: ControlTransaction) => Promise<Result>;

/** Keeps the answer to a mutation with an idempotency key in the transaction of its change. */
export interface Keeping<Result> {
  /** Returns the item with the answer, and those by which it is found. */
  readonly itemsFor: (result: Result) => readonly TransactItem[];
  /**
   * Called with the reason why DynamoDB did not write the item with the answer.
   * @throws {AlreadyAnswered} if an earlier request kept an answer under the same key
   */
  readonly requireUnanswered: (reason: CancellationReason | undefined) => void;
  /** Returns whether the answer is there, so that the transaction was applied. */
  readonly isKept: () => Promise<boolean>;
  /** Keeps the answer also if no record changes. */
  readonly isAlone?: boolean;
}

const ATTEMPTS = 25;

/** The control table, and what the process knows of it. */
export interface ControlTable {
  readonly send: Send;
  readonly list: KnownList;
}

/** Runs a transaction of records: see `Control.transact`. */
export async function runTransaction<Result>(
  { send, list }: ControlTable,
  work: Work<Result>,
  keeping?: Keeping<Result>,
): Promise<Result> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const transaction = openControlTransaction(async (key: Item) => {
      const { Item } = await send({ name: 'GetItem', input: { Key: key, ConsistentRead: true } });
      return Item ?? null;
    });
    const result = await work(transaction);
    const isOld = transaction.writes('tenant') && (await writesOldList(transaction, send, list));
    const changes = transaction.items(isOld ? [] : [OLD_LIST]);
    if (changes.length === 0 && !keeping?.isAlone) return result;
    try {
      const TransactItems = [...changes, ...(keeping?.itemsFor(result) ?? [])];
      await send({ name: 'TransactWriteItems', input: { TransactItems } });
      return result;
    } catch (error) {
      if (keeping && isOutcomeUnknown(error) && (await keeping.isKept())) return result;
      if (!(error instanceof TransactionCancelled)) throw error;
      keeping?.requireUnanswered(error.reasons[changes.length]);
    }
    await jitter(attempt);
  }
  throw new Refusal('CONFLICT', 'Others changed the same data at the same time: send the request again.');
}
