import { placeholders } from '../commands/expression.ts';
import type { Send } from '../driver/send.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import type { ControlTransaction } from './control-transaction.ts';
import type { List, ListRecord } from '../../port/records.ts';
import { lists, type ListPlace } from './control-keys.ts';
import { itemKey, recordOf } from './items.ts';
import { type ControlRecords, openRecords } from './open-records.ts';
import { listedRecords } from './listed-records.ts';
import { mergedPage, type ReadPage } from './merged-page.ts';
import { openRecordAnswers, type RecordAnswers, type RecordAnswersOptions } from './record-answers.ts';
import { type ControlTable, runTransaction } from './run-transaction.ts';
import { spreadTenants } from './spread-tenants.ts';

export interface ListPage<Record> {
  readonly records: readonly Record[];
  /** The position of the next page. Null only at the end. Seal it before a client sees it. */
  readonly after: string | null;
}

/** The control table: tenants, members, invitations, keys, jobs, and events that wait for the audit. */
export interface Control extends ControlRecords {
  /**
   * Returns a page of a list, in the order of its sort keys. `of` names the tenant, user or token of the
   * list.
   */
  list<L extends List>(
    list: L,
    of: string,
    page?: { readonly limit?: number; readonly after?: string | null; readonly descending?: boolean },
  ): Promise<ListPage<ListRecord<L>>>;
  /** Lists all records of a list. */
  all<L extends List>(list: L, of: string): AsyncGenerator<ListRecord<L>>;
  /**
   * Runs `work` and writes its changes in one transaction, if nothing that it read has changed. Otherwise it
   * runs again. An error in `work` ends it without a write.
   * @throws {Refusal} CONFLICT if other writers changed the records each time
   */
  transact<Result>(work: (transaction: ControlTransaction) => Promise<Result>): Promise<Result>;
  /** Moves the list of tenants out of its one partition of earlier releases. Returns how many tenants were there: see `spreadTenants`. */
  spreadTenants(): Promise<number>;
  /** Opens the answers of a request with an idempotency key. */
  answers(options: RecordAnswersOptions): RecordAnswers;
  /** Returns the same table for one request, whose calls end at the deadline with TIMEOUT. */
  within(deadline: AbortSignal): Control;
}

const DEFAULT_PAGE = 100;
/** Records of a page when a whole list is read that is spread over partitions. */
const SPREAD_PAGE = 1000;

/**
 * Opens the control table.
 * @example
 * ```ts
 * const tenant = await openControl(send).get('tenant', { id: 'acme' });
 * ```
 */
export function openControl(send: Send): Control {
  return openWith({ send, list: { isSpread: false } });
}

function openWith(table: ControlTable): Control {
  const { send, list: known } = table;
  const control: Control = {
    ...openRecords(send),

    async list(list, of, { limit = DEFAULT_PAGE, after = null, descending = false } = {}) {
      const { kind, pk, prefix, spread, isOld } = listOf(list);
      const [partition, page] = [pk(of), { limit, after, descending }];
      const read = pageReader(send, prefix);
      const { items, after: next } = await (spread ? mergedPage(read, spread, page) : read(partition, page));
      const found = isOld ? await listedRecords(send, listOf(list), of, items) : items;
      return { records: found.map((item) => recordOf(kind, item) as ListRecord<typeof list>), after: next };
    },

    async *all(list, of) {
      for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof control.list<typeof list>>> = await control.list(list, of, {
          after,
          limit: listOf(list).spread ? SPREAD_PAGE : DEFAULT_PAGE,
        });
        yield* page.records;
        if (page.after === null) return;
        after = page.after;
      }
    },

    transact: (work) => runTransaction(table, work),

    spreadTenants: () => spreadTenants(send),

    answers: (options) => openRecordAnswers(table, options),

    within: (deadline) =>
      openWith({ send: (command, options) => send(command, { ...options, signal: deadline }), list: known }),
  };
  return control;
}

function listOf(name: List): ListPlace {
  return lists[name];
}

/** Returns what reads a page of one partition, of the sort keys with a prefix. */
function pageReader(send: Send, prefix: string): ReadPage {
  return async (partition, { limit, after, descending }) => {
    const expression = placeholders();
    const conditions = [`${expression.name(CONTROL_PK)} = ${expression.value(partition)}`];
    if (prefix !== '')
      conditions.push(`begins_with(${expression.name(CONTROL_SK)}, ${expression.value(prefix)})`);
    const KeyConditionExpression = conditions.join(' AND ');
    const { Items = [], LastEvaluatedKey } = await send({
      name: 'Query',
      input: {
        KeyConditionExpression,
        ...expression.placeheld(KeyConditionExpression),
        ScanIndexForward: !descending,
        ConsistentRead: true,
        Limit: limit,
        ...(after !== null && { ExclusiveStartKey: itemKey([partition, after]) }),
      },
    });
    const last = LastEvaluatedKey?.[CONTROL_SK];
    return { items: Items, after: typeof last === 'string' ? last : null };
  };
}
