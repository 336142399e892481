import type { Json } from '../../../model/index.ts';
import { placeholders } from '../commands/expression.ts';
import type { Item, Output, Send } from '../driver/send.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { itemKey } from './items.ts';
import { shardOf } from './shard-of.ts';

/** What is counted of requests and sockets; all of it adds up. */
export interface UsageFigures {
  readonly requests: number;
  /** Requests whose answer holds an error. */
  readonly errors: number;
  /** Points of the cost model. */
  readonly cost: number;
  /** Capacity units of the data table, as DynamoDB answered them. */
  readonly rcu: number;
  readonly wcu: number;
  /** Milliseconds in the handler, each request rounded up to a whole one. */
  readonly ms: number;
  /** Bytes of the bodies that were answered, before any compression. */
  readonly bytes: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Minutes that sockets were open, each connection rounded up. */
  readonly connectionMinutes: number;
  /** Messages that subscriptions were sent, in parts of 32 KB. */
  readonly messages: number;
}

export const NO_USAGE: UsageFigures = {
  requests: 0,
  errors: 0,
  cost: 0,
  rcu: 0,
  wcu: 0,
  ms: 0,
  bytes: 0,
  rowsRead: 0,
  rowsWritten: 0,
  connectionMinutes: 0,
  messages: 0,
};
/** The order in which items have the figures. A new one comes last: items of earlier days lack it. */
const FIGURES = Object.keys(NO_USAGE) as (keyof UsageFigures)[];

export function addUsage(a: UsageFigures, b: UsageFigures): UsageFigures {
  return figures((name) => a[name] + b[name]);
}

/** Days of UTC, both included: `2026-01-31`. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** The name under which all other operations are counted. */
export const OTHER = 'other';

/** The figures of operations, by their names. */
export type OperationFigures = ReadonlyMap<string, UsageFigures>;

/** The number of files of log lines that arrived in an hour (`2026-01-31T13`), by hour. */
export type TakenFiles = Readonly<Record<string, number>>;

/** The day whose usage was published last, and the last tenant of it; null if all of them were. */
export interface PublishedUsage {
  readonly day: string;
  readonly after: string | null;
}

/**
 * The sums of usage. One item has those of a tenant and day: for each hour, the figures of its operations. Every write
 * sets figures and adds none, so that a repeat changes nothing.
 */
export interface UsageLedger {
  /** Sets what a tenant used in an hour (`2026-01-31T13`). Writes nothing if that is known already. */
  setHour(tenantId: string, hour: string, operations: OperationFigures): Promise<void>;
  /** Returns the days of a tenant that have usage, in order. */
  days(tenantId: string, range: DayRange): Promise<readonly (UsageFigures & { readonly day: string })[]>;
  /** Returns the operations of a tenant's days, by day. Those of a day add up to its total. */
  operations(
    tenantId: string,
    range: DayRange,
  ): Promise<readonly (UsageFigures & { readonly operation: string })[]>;
  /** Returns the first tenants that have usage on a day, by id, after that one. */
  fleet(
    day: string,
    page: { readonly limit: number; readonly after: string | null },
  ): Promise<readonly (UsageFigures & { readonly tenantId: string })[]>;
  /** Returns how many files the ledger has taken in. */
  taken(): Promise<TakenFiles>;
  /** Replaces what `taken` returns. */
  setTaken(files: TakenFiles): Promise<void>;
  /** Returns up to where the usage of days was published, or null if it never was. */
  published(): Promise<PublishedUsage | null>;
  /** Replaces what `published` returns. */
  setPublished(published: PublishedUsage): Promise<void>;
}

const tenantPartition = (tenantId: string): string => `USAGE#${tenantId}`;
const dayKey = (day: string): string => `DAY#${day}`;
const dayItemKey = (tenantId: string, day: string): Item => itemKey([tenantPartition(tenantId), dayKey(day)]);
/** No tenant has an empty id. */
const TAKEN = itemKey([tenantPartition(''), 'TAKEN']);
const PUBLISHED = itemKey([tenantPartition(''), 'PUBLISHED']);
/** The number of partitions over which the tenants of a day are spread. */
const FLEET_SHARDS = 4;
/** Hours are attributes: `h13`. Each lists operations, as a name and its figures in the order of FIGURES. */
const HOUR = /^h\d\d$/;
/**
 * Maximum number of operations that an hour has by name, and of their bytes. An item has 24 hours and at most 400 kB
 * (Amazon DynamoDB quotas).
 */
const MAX_OPERATIONS = 200;
const MAX_BYTES = 15_000;
/** What a list of figures takes in an item in addition to its digits. */
const LIST_BYTES = 20;
/** Maximum number of keys of a BatchGetItem. */
const BATCH_KEYS = 100;

/** Returns the place of a tenant in the list of a day's tenants. */
export function fleetPlace(day: string, tenantId: string): readonly [pk: string, sk: string] {
  return [fleetPartition(day, shardOf(tenantId, FLEET_SHARDS)), tenantId];
}

function fleetPartition(day: string, shard: number): string {
  return `FLEET#${day}#${shard}`;
}

/** Opens the ledger over a Send of the control table. */
export function openUsageLedger(send: Send): UsageLedger {
  /** Reads one page of a partition, or of those of its sort keys that lie between two. */
  const page = (
    partition: string,
    between: readonly [string, string] | null,
    more: { readonly Limit?: number; readonly ExclusiveStartKey?: Item },
  ): Promise<Output> => {
    const expression = placeholders();
    const conditions = [`${expression.name(CONTROL_PK)} = ${expression.value(partition)}`];
    if (between) {
      const bounds = between.map((bound) => expression.value(bound));
      conditions.push(`${expression.name(CONTROL_SK)} BETWEEN ${bounds.join(' AND ')}`);
    }
    const KeyConditionExpression = conditions.join(' AND ');
    const held = expression.placeheld(KeyConditionExpression);
    const order = { ScanIndexForward: true, ConsistentRead: true } as const;
    return send({ name: 'Query', input: { KeyConditionExpression, ...held, ...order, ...more } });
  };
  const daysOf = async (tenantId: string, { from, to }: DayRange): Promise<Item[]> => {
    const items: Item[] = [];
    for (let start: Item | undefined; ;) {
      const { Items = [], LastEvaluatedKey } = await page(
        tenantPartition(tenantId),
        [dayKey(from), dayKey(to)],
        start ? { ExclusiveStartKey: start } : {},
      );
      items.push(...Items);
      if (!LastEvaluatedKey) return items;
      start = LastEvaluatedKey;
    }
  };
  const getAll = async (keys: readonly Item[]): Promise<readonly Item[]> => {
    const batches = Array.from({ length: Math.ceil(keys.length / BATCH_KEYS) }, (_, at) =>
      keys.slice(at * BATCH_KEYS, (at + 1) * BATCH_KEYS),
    );
    const got = await Promise.all(
      batches.map((Keys) => send({ name: 'BatchGetItem', input: { Keys, ConsistentRead: true } })),
    );
    return got.flatMap(({ Items = [] }) => Items);
  };

  return {
    async setHour(tenantId, hour, operations) {
      const [day, name, list] = [hour.slice(0, DAY), hourName(hour), listed(operations)];
      const Key = dayItemKey(tenantId, day);
      const { Item: item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
      if (JSON.stringify(item?.[name]) === JSON.stringify(list)) return;
      // The list of tenants comes first, so that every item is in it.
      if (!item) await send({ name: 'PutItem', input: { Item: itemKey(fleetPlace(day, tenantId)) } });
      const expression = placeholders();
      const UpdateExpression = `SET ${expression.name(name)} = ${expression.value(list)}`;
      const held = expression.placeheld(UpdateExpression);
      await send({ name: 'UpdateItem', input: { Key, UpdateExpression, ...held } });
    },

    async days(tenantId, range) {
      const items = await daysOf(tenantId, range);
      return items.map((item) => ({ day: sortKeyOf(item).slice(dayKey('').length), ...totalOf(item) }));
    },

    async operations(tenantId, range) {
      const items = await daysOf(tenantId, range);
      return items.flatMap((item) =>
        [...operationsOf(item)].map(([operation, sums]) => ({ operation, ...sums })),
      );
    },

    async fleet(day, { limit, after }) {
      const shards = Array.from({ length: FLEET_SHARDS }, async (_, shard) => {
        const partition = fleetPartition(day, shard);
        const { Items = [] } = await page(partition, null, {
          Limit: limit,
          ...(after !== null && { ExclusiveStartKey: itemKey([partition, after]) }),
        });
        return Items.map(sortKeyOf);
      });
      const tenants = (await Promise.all(shards)).flat().sort().slice(0, limit);
      const items = await getAll(tenants.map((tenantId) => dayItemKey(tenantId, day)));
      const byTenant = new Map(items.map((item) => [item[CONTROL_PK], item] as const));
      return tenants.map((tenantId) => {
        return { tenantId, ...totalOf(byTenant.get(tenantPartition(tenantId)) ?? {}) };
      });
    },

    async taken() {
      const { Item: item = {} } = await send({
        name: 'GetItem',
        input: { Key: TAKEN, ConsistentRead: true },
      });
      const { files = {} } = item as { readonly files?: TakenFiles };
      return files;
    },

    async setTaken(files) {
      await send({ name: 'PutItem', input: { Item: { ...TAKEN, files } } });
    },

    async published() {
      const { Item } = await send({ name: 'GetItem', input: { Key: PUBLISHED, ConsistentRead: true } });
      const { day, after = null } = (Item ?? {}) as Partial<PublishedUsage>;
      return day === undefined ? null : { day, after };
    },

    async setPublished({ day, after }) {
      await send({ name: 'PutItem', input: { Item: { ...PUBLISHED, day, after } } });
    },
  };
}

/** The number of characters of a day in an hour: `2026-01-31` in `2026-01-31T13`. */
const DAY = 10;

function hourName(hour: string): string {
  return `h${hour.slice(DAY + 1)}`;
}

/** Returns the most frequent operations as an attribute. The rest is counted as OTHER. */
function listed(operations: OperationFigures): readonly (readonly (string | number)[])[] {
  const kept = new Map<string, UsageFigures>();
  let bytes = 0;
  for (const [name, sums] of [...operations].sort(byRequests)) {
    const size = Buffer.byteLength(name) + JSON.stringify(Object.values(sums)).length + LIST_BYTES;
    const isNamed = kept.size < MAX_OPERATIONS && bytes + size <= MAX_BYTES;
    const label = isNamed ? name : OTHER;
    bytes += isNamed ? size : 0;
    kept.set(label, addUsage(kept.get(label) ?? NO_USAGE, sums));
  }
  return [...kept].map(([name, sums]) => [name, ...FIGURES.map((figure) => sums[figure])]);
}

function byRequests([a, { requests: ofA }]: NamedFigures, [b, { requests: ofB }]: NamedFigures): number {
  return ofB - ofA || (a < b ? -1 : 1);
}
type NamedFigures = readonly [string, UsageFigures];

function operationsIn(kept: Json): OperationFigures {
  const entries = kept as readonly (readonly [string, ...number[]])[];
  return new Map(
    entries.map(([name, ...sums]) => [name, figures((figure) => sums[FIGURES.indexOf(figure)] ?? 0)]),
  );
}

/** Returns the operations of a day's item, by name. */
function operationsOf(item: Item): OperationFigures {
  const operations = new Map<string, UsageFigures>();
  const hours = Object.entries(item).flatMap(([name, kept]) =>
    HOUR.test(name) ? [...operationsIn(kept)] : [],
  );
  for (const [name, sums] of hours.sort(([a], [b]) => (a < b ? -1 : 1)))
    operations.set(name, addUsage(operations.get(name) ?? NO_USAGE, sums));
  return operations;
}

function totalOf(item: Item): UsageFigures {
  return [...operationsOf(item).values()].reduce(addUsage, NO_USAGE);
}

function sortKeyOf({ [CONTROL_SK]: sk }: Item): string {
  return typeof sk === 'string' ? sk : '';
}

function figures(of: (name: keyof UsageFigures) => number): UsageFigures {
  return Object.fromEntries(FIGURES.map((name) => [name, of(name)])) as unknown as UsageFigures;
}
