import { createHash } from 'node:crypto';

import { openTenantStore } from '../../src/engine/index.ts';
import type { Model } from '../../src/model/index.ts';
import { type Command, isRead, type Item, type Output } from '../../src/store/dynamo/driver/send.ts';
import { HELD } from '../../src/store/dynamo/keys/keys.ts';
import { rowIfOwned } from '../../src/store/dynamo/rows/rows.ts';
import { openCursors, openStore, type Row, type Store } from '../../src/store/index.ts';
import { scopeOf } from '../tenants.ts';
import { idsOf, MemoryTable } from './memory-table.ts';
import { nameRandoms } from './name-randoms.ts';
import type { Run, Turns } from './search-orders.ts';
import { type Clock, endWork, START } from './upkeep.ts';

const cursors = openCursors('a secret of sixteen bytes or more');
const scope = scopeOf('acme');

export type Tables = ReturnType<typeof openTenantStore>['trusted'];

/** What one writer does. */
export type Act = (tables: Tables, store: Store, clock: Clock) => Promise<unknown> | undefined;

export interface Race {
  readonly model: Model;
  /** The writers by name. */
  readonly acts: Readonly<Record<string, Act>>;
  /** The table at the beginning. */
  readonly table: MemoryTable;
  /** The time at the beginning, in milliseconds since 1970. */
  readonly now?: number;
  /** Whether a hold can become old enough to be given up. */
  readonly isSlow?: boolean;
}

/** What a race ends with, after the upkeep. */
export interface Outcome {
  /** What each writer answers: its row, or the code of a refusal. A writer that crashes answers nothing. */
  readonly answers: ReadonlyMap<string, string>;
  /** The rows of all types, printed. */
  readonly rows: string;
}

/** Returns a table after these acts, one after the other. Its indexes show everything that came before the first act that they do not show. */
export async function tableAfter(
  model: Model,
  shown: readonly Act[],
  notShown: readonly Act[] = [],
): Promise<MemoryTable> {
  const table = new MemoryTable();
  const clock = { now: START };
  for (const act of shown) await answerOf(model, act, storeOn(model, table, clock), clock);
  table.catchUp();
  for (const act of notShown) await answerOf(model, act, storeOn(model, table, clock), clock);
  return table;
}

/** Begins a race, and hands its outcome to `check`. */
export function beginRace(race: Race, turns: Turns, check: (outcome: Outcome) => void | Promise<void>): Run {
  const { model, now = START } = race;
  const table = new MemoryTable(race.table);
  const clock = { now };
  const printer = nameRandoms();
  const printed = new Map<Item, string>();
  const textOf = (item: Item): string => {
    const text = printed.get(item) ?? printer.print(item);
    printed.set(item, text);
    return text;
  };
  const seen = new Map<string, string>();
  const see = (writer: string, command: Command, answer: unknown, items: readonly Item[] = []): void => {
    // Keys that are drawn at random decide the order of some items.
    const sorted = items.map(textOf).sort();
    seen.set(writer, digestOf([seen.get(writer), printer.print([command, answer]), sorted, clock.now]));
  };
  let changes = 0;
  const own = new Map<string, number>();
  const changedBy = (writer: string | null): void => {
    changes += 1;
    if (writer !== null) own.set(writer, (own.get(writer) ?? 0) + 1);
  };
  const sendOf =
    (writer: string) =>
    async (command: Command): Promise<Output> => {
      await turns.step(writer, command);
      printer.name(writer, command);
      try {
        const output = table.send(command);
        if (!isRead(command)) changedBy(writer);
        const { Items, ...rest } = output;
        see(writer, command, rest, Items);
        return output;
      } catch (error) {
        see(writer, command, [String(error), error]);
        throw error;
      }
    };
  const answers = new Map<string, string>();
  for (const [writer, act] of Object.entries(race.acts)) {
    const store = openStore(scope, {
      types: model.models,
      cursors,
      now: () => clock.now,
      send: sendOf(writer),
      pause: () => turns.step(writer, null),
    });
    void answerOf(model, act, store, clock).then((answer) => answers.set(writer, answer));
  }
  const wait = (): void => {
    clock.now += 31_000;
    changedBy(null);
  };
  return {
    // An index that catches up with an item is another step after a query of an index, and after a write of the item.
    extras: (calls) => {
      const catchUps = table.lagging
        .filter((id) => calls.some((call) => seesIndex(call) || writes(call, id)))
        .map((id) => (): void => {
          table.catchUp([id]);
          changedBy(null);
        });
      const mayWait =
        race.isSlow && clock.now === now && [...table.items.values()].some((item) => HELD in item);
      return mayWait ? [...catchUps, wait] : catchUps;
    },
    state: () =>
      digestOf([
        [...table.items.values()].map(textOf).sort(),
        [...table.shown.values()].map(textOf).sort(),
        [...seen].sort(byId),
        clock.now,
      ]),
    news: (writer) => changes - (own.get(writer) ?? 0),
    end: async () => {
      await endWork(model, table, storeOn(model, table, clock), clock);
      await check({ answers, rows: rowsOf(model, table) });
    },
  };
}

/** Returns the outcome of some writers, one after the other. */
export async function outcomeOf(race: Race, writers: readonly string[]): Promise<Outcome> {
  const { model, now = START } = race;
  const table = new MemoryTable(race.table);
  const clock = { now };
  const answers = new Map<string, string>();
  for (const writer of writers) {
    table.catchUp();
    const act = race.acts[writer];
    if (act) answers.set(writer, await answerOf(model, act, storeOn(model, table, clock), clock));
  }
  await endWork(model, table, storeOn(model, table, clock), clock);
  return { answers, rows: rowsOf(model, table) };
}

function storeOn(model: Model, table: MemoryTable, clock: Clock): Store {
  return openStore(scope, {
    types: model.models,
    cursors,
    now: () => clock.now,
    send: (command) => Promise.resolve().then(() => table.send(command)),
    pause: () => Promise.resolve(),
  });
}

async function answerOf(model: Model, act: Act, store: Store, clock: Clock): Promise<string> {
  try {
    const row = await act(openTenantStore(model, store, scope).trusted, store, clock);
    return JSON.stringify(withoutTimes((row ?? {}) as Row));
  } catch (error) {
    return String((error as { readonly code?: unknown }).code ?? error);
  }
}

/** Returns the rows of all types, without their times. */
function rowsOf(model: Model, table: MemoryTable): string {
  const items = [...table.items].sort(byId).map(([, item]) => item);
  const rows = Object.values(model.models).flatMap((type) =>
    items.flatMap((item) => {
      const row = rowIfOwned(scope.tenantId, type, null, item, () => undefined);
      return row ? [[type.name, withoutTimes(row)]] : [];
    }),
  );
  return JSON.stringify(rows);
}

function withoutTimes({ createdAt: _created, updatedAt: _updated, ...row }: Row): Row {
  return row;
}

function byId([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function digestOf(parts: readonly unknown[]): string {
  return createHash('sha1').update(JSON.stringify(parts)).digest('base64');
}

function seesIndex(call: Command): boolean {
  return call.name === 'Query' && call.input.IndexName !== undefined;
}

function writes(call: Command, id: string): boolean {
  return !isRead(call) && idsOf(call).includes(id);
}
