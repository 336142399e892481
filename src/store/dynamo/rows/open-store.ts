import type { ModelType } from '../../../model/index.ts';
import type { Scope } from '../../../tenant/index.ts';
import type { Job, QueryAccess } from '../../port/access.ts';
import type { Origin } from '../../port/audit-event.ts';
import { commandFor } from '../commands/command.ts';
import type { Cursors } from '../../port/cursor.ts';
import { readPage } from './read-page.ts';
import { rowLoader } from './row-loader.ts';
import { type Alarm, rowIfOwned } from './rows.ts';
import { fieldsOf } from '../commands/row-codec.ts';
import { drawNumber } from './draw-number.ts';
import { countRows } from './count-rows.ts';
import { backOff } from '../driver/backoff.ts';
import { settleFormer } from './settle-former.ts';
import type { Send } from '../driver/send.ts';
import { notCounted, readTotal } from '../counts/read-total.ts';
import type { TypesByName } from '../commands/write-effects.ts';
import { newHold } from '../commands/hold-command.ts';
import { sweepOf } from '../commands/sweep-items.ts';
import { holdRow, linkedRows } from './hold-rows.ts';
import { giveUp } from './verify-put.ts';
import type { Page, Store, Total } from '../../port/store.ts';
import { LAST } from '../commands/write-command.ts';
import { openRowAnswers } from './keep-answers.ts';
import { writeAll, writeRow } from './write-rows.ts';
import type { Idempotency } from '../../port/idempotency.ts';

export interface StoreOptions {
  /** The models of the schema: what a write brings with it depends on those that it refers to. */
  readonly types: TypesByName;
  readonly send: Send;
  readonly cursors: Cursors;
  /** The request that writes, for the audit; who does is the scope's caller. */
  readonly source?: Omit<Origin, 'actor'>;
  /** Ends every call and every wait of the request, which then fails with TIMEOUT. */
  readonly deadline?: AbortSignal;
  /** The idempotency key of the request. The first write of each field then keeps the answer. */
  readonly idempotency?: Idempotency | undefined;
  /** Hears of what must not happen; the request goes on. */
  readonly onAlarm?: (alarm: Alarm) => void;
  /** Hears of each total that the request gets. */
  readonly onTotal?: (type: ModelType, total: Total) => void;
  /** The time of the server in milliseconds since 1970, and how it waits before attempt 1, 2, … */
  readonly now?: () => number;
  readonly pause?: (attempt: number) => Promise<void>;
}

/**
 * Opens the store of the scope's tenant for one request. It reads and writes only that tenant's partitions.
 * It caches what it read until it writes, so open one for each request.
 * @example
 * ```ts
 * const store = openStore(scope, { types: model.models, send, cursors: platform.cursors });
 * ```
 */
export function openStore(scope: Scope, options: StoreOptions): Store {
  const tenant = scope.tenantId;
  const { deadline, onAlarm = () => undefined } = options;
  const send = settleFormer(tenant, options.types, (command, settings) =>
    options.send(command, { ...settings, signal: deadline }),
  );
  const { requestId, ip } = options.source ?? { requestId: null, ip: null };
  const origin: Origin = { actor: scope.caller.actor, requestId, ip };
  const { cursors, types, now = Date.now } = options;
  const pause = options.pause ?? ((attempt: number) => backOff(attempt, deadline));
  const { answers, carry } = openRowAnswers(tenant, options.idempotency, send);
  const reading = { send, cursors, types, origin, deadline, onAlarm, now, pause };
  const loader = rowLoader(tenant, reading);
  const pages = new Map<string, Promise<Page>>();
  /** Counts the writes that ended: the rows of a page are remembered only when none came between. */
  let writes = 0;

  const forget = (types: readonly ModelType[]): void => {
    writes++;
    const names = new Set(types.map(({ name }) => name));
    for (const key of pages.keys()) if (names.has(key.slice(0, key.indexOf(' ')))) pages.delete(key);
  };

  return {
    async get(access) {
      if (!access.consistent) return loader.load(access);
      const { Item } = await send(commandFor(tenant, access));
      const row = Item ? rowIfOwned(tenant, access.type, null, Item, onAlarm) : null;
      loader.replace(access.type, access.key, row);
      return row;
    },

    query(access) {
      if (access.consistent) return readPage(tenant, access, reading);
      const key = pageKey(access);
      const known = access.again ? undefined : pages.get(key);
      if (known) return known;
      const before = writes;
      const page = readPage(tenant, access, reading).then((read) => {
        if (writes === before) loader.prime(access.type, read.rows);
        return read;
      });
      pages.set(key, page);
      page.catch(() => {
        if (pages.get(key) === page) pages.delete(key);
      });
      return page;
    },

    async write(access) {
      scope.requireWritable();
      const key = access.op === 'put' ? access.row : access.key;
      try {
        const row = await carry({}, (keeping) => writeRow(tenant, access, { ...reading, loader, keeping }));
        loader.replace(access.type, key, access.op === 'delete' ? null : row);
        return row;
      } catch (error) {
        loader.replace(access.type, key);
        pages.clear();
        throw error;
      } finally {
        forget([access.type]);
      }
    },

    async transact(accesses, options = {}) {
      if (accesses.length === 0) return [];
      scope.requireWritable();
      const rows = accesses.filter(
        (access) => access.op === 'put' || access.op === 'update' || access.op === 'delete',
      );
      try {
        return await carry(options, (keeping) => writeAll(tenant, accesses, { ...reading, loader, keeping }));
      } catch (error) {
        // Rows of any type may have got in its way: a second look must see them.
        pages.clear();
        throw error;
      } finally {
        for (const access of rows) loader.replace(access.type, access.op === 'put' ? access.row : access.key);
        forget(rows.map(({ type }) => type));
      }
    },

    async total(type) {
      const total = await readTotal(tenant, type, send);
      options.onTotal?.(type, total);
      if (total.isPartial) throw notCounted(type);
      return total.rows;
    },

    counted: (type) => readTotal(tenant, type, send),

    newHold: () => newHold(now()),

    hold: (type, key, hold) => holdRow(tenant, { type, key, hold }, { send, now }),

    release: (type, key, hold) => giveUp(tenant, { type, key, hold }, { send }),

    linked: (type, key) => linkedRows(tenant, type, key, send),

    async sweeps() {
      const { Items = [] } = await send(commandFor(tenant, { op: 'sweeps' }));
      return Items.map(sweepOf);
    },

    count: (access) => countRows(tenant, access, send),

    async jobs() {
      const { Items = [] } = await send(commandFor(tenant, { op: 'jobs' }));
      return Items.map((item) => fieldsOf(item) as unknown as Job);
    },

    async sequence(name) {
      const { Item } = await send(commandFor(tenant, { op: 'sequence', name }));
      const last = Item?.[LAST];
      return typeof last === 'number' ? last : 0;
    },

    async draw(name) {
      scope.requireWritable();
      return drawNumber(tenant, name, reading);
    },

    pause,

    answers,
  };
}

/** Equal for queries that ask the same. Type names hold no space. */
function pageKey(access: QueryAccess): string {
  const { type, index, where, range, filter, limit, direction, after, binding } = access;
  return `${type.name} ${JSON.stringify([index?.name, where, range, filter, limit, direction, after, binding])}`;
}
