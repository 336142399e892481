import { placeholders } from '../commands/expression.ts';
import {
  TransactionCancelled,
  type Item,
  type Output,
  type Send,
  type TransactItem,
} from '../driver/send.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { itemKey } from './items.ts';

/** What is counted of requests; all of it adds up. */
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
};
const FIGURES = Object.keys(NO_USAGE) as (keyof UsageFigures)[];

export function addUsage(a: UsageFigures, b: UsageFigures): UsageFigures {
  return figures((name) => a[name] + b[name]);
}

/** Days of UTC, both included: `2026-01-31`. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** Usage of one tenant on one day that is to be added to what is known of it. */
export interface UsageBatch {
  /** Names the addition: within ten minutes it is made once, however often it is sent. */
  readonly token: string;
  readonly tenantId: string;
  readonly day: string;
  /** At most BATCH_OPERATIONS of them. */
  readonly operations: ReadonlyMap<string, UsageFigures>;
}

/** A transaction has 100 items: one for each operation, the tenant's day and the fleet's. */
export const BATCH_OPERATIONS = 98;

/** How usage is kept: sums by tenant and day, by tenant, day and operation, and by day and tenant. */
export interface UsageLedger {
  /**
   * Adds a batch to all three sums, or to none.
   * @returns false when it certainly was not added, since others wrote the same sums; whatever it throws, it may have been
   */
  add(batch: UsageBatch): Promise<boolean>;
  /** The days of a tenant that have usage, in order. */
  days(tenantId: string, range: DayRange): Promise<readonly (UsageFigures & { readonly day: string })[]>;
  /** The operations of a tenant's days, by day and name. */
  operations(
    tenantId: string,
    range: DayRange,
  ): Promise<readonly (UsageFigures & { readonly operation: string })[]>;
  /** The first tenants that have usage on a day, by id, after that one. */
  fleet(
    day: string,
    page: { readonly limit: number; readonly after: string | null },
  ): Promise<readonly (UsageFigures & { readonly tenantId: string })[]>;
}

const tenantPartition = (tenantId: string): string => `USAGE#${tenantId}`;
const fleetPartition = (day: string): string => `FLEET#${day}`;
const dayKey = (day: string): string => `DAY#${day}`;
const operationKey = (day: string, operation: string): string => `OP#${day}#${operation}`;

/** The ledger over a Send of the control table. */
export function openUsageLedger(send: Send): UsageLedger {
  /** One page of a partition, or of those of its sort keys that lie between two. */
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
  const all = async (partition: string, between: readonly [string, string]): Promise<Item[]> => {
    const items: Item[] = [];
    for (let start: Item | undefined; ;) {
      const { Items = [], LastEvaluatedKey } = await page(
        partition,
        between,
        start ? { ExclusiveStartKey: start } : {},
      );
      items.push(...Items);
      if (!LastEvaluatedKey) return items;
      start = LastEvaluatedKey;
    }
  };

  return {
    async add({ token, tenantId, day, operations }) {
      const total = [...operations.values()].reduce(addUsage, NO_USAGE);
      const TransactItems = [
        addition(tenantPartition(tenantId), dayKey(day), total),
        addition(fleetPartition(day), tenantId, total),
        ...[...operations].map(([name, sums]) =>
          addition(tenantPartition(tenantId), operationKey(day, name), sums),
        ),
      ];
      try {
        await send({ name: 'TransactWriteItems', input: { TransactItems, ClientRequestToken: token } });
        return true;
      } catch (error) {
        if (error instanceof TransactionCancelled) return false;
        throw error;
      }
    },

    async days(tenantId, { from, to }) {
      const items = await all(tenantPartition(tenantId), [dayKey(from), dayKey(to)]);
      return items.map((item) => ({ day: sortKeyOf(item).slice(dayKey('').length), ...figuresOf(item) }));
    },

    async operations(tenantId, { from, to }) {
      // `$` follows the separator: what is below it is all that begins with the day and `#`.
      const items = await all(tenantPartition(tenantId), [operationKey(from, ''), `OP#${to}$`]);
      return items.map((item) => ({
        operation: sortKeyOf(item).slice(operationKey(to, '').length),
        ...figuresOf(item),
      }));
    },

    async fleet(day, { limit, after }) {
      const partition = fleetPartition(day);
      const { Items = [] } = await page(partition, null, {
        Limit: limit,
        ...(after !== null && { ExclusiveStartKey: itemKey([partition, after]) }),
      });
      return Items.map((item) => ({ tenantId: sortKeyOf(item), ...figuresOf(item) }));
    },
  };
}

/** A write that adds figures to an item, which need not be there yet. */
function addition(pk: string, sk: string, sums: UsageFigures): TransactItem {
  const expression = placeholders();
  const parts = FIGURES.map((name) => `${expression.name(name)} ${expression.value(sums[name])}`);
  const UpdateExpression = `ADD ${parts.join(', ')}`;
  return {
    Update: { Key: itemKey([pk, sk]), UpdateExpression, ...expression.placeheld(UpdateExpression) },
  };
}

function sortKeyOf({ [CONTROL_SK]: sk }: Item): string {
  return typeof sk === 'string' ? sk : '';
}

function figuresOf(item: Item): UsageFigures {
  return figures((name) => Number(item[name] ?? 0));
}

function figures(of: (name: keyof UsageFigures) => number): UsageFigures {
  return Object.fromEntries(FIGURES.map((name) => [name, of(name)])) as unknown as UsageFigures;
}
