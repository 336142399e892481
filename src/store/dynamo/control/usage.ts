import { placeholders, type Placeholders } from '../commands/expression.ts';
import { ConditionFailed, type Item, type Output, type Send } from '../driver/send.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { itemKey } from './items.ts';
import { forgetOld, isMarked, markStep, marksOf, type Mark, type Step } from './marks.ts';

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
  /** Names the addition: within MARK_LIFE it is made once, however often it is sent. */
  readonly mark: Mark;
  readonly tenantId: string;
  readonly day: string;
  /** At most BATCH_OPERATIONS of them. */
  readonly operations: ReadonlyMap<string, UsageFigures>;
}

/** An update expression has at most 4 kB (Amazon DynamoDB quotas). An operation needs some 250 bytes of it. */
export const BATCH_OPERATIONS = 10;
/** Maximum number of operations that an item has by name. Its size is what each addition costs. */
const MAX_OPERATIONS = 200;
/** The name under which all other operations are counted. */
export const OTHER = 'other';

/** The sums of usage. One item has those of a tenant and day: in total, and by operation. */
export interface UsageLedger {
  /** Adds a batch. Whatever it throws, the batch may have been added. */
  add(batch: UsageBatch, signal?: AbortSignal): Promise<void>;
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
}

const tenantPartition = (tenantId: string): string => `USAGE#${tenantId}`;
const fleetPartition = (day: string): string => `FLEET#${day}`;
const dayKey = (day: string): string => `DAY#${day}`;
const dayItemKey = (tenantId: string, day: string): Item => itemKey([tenantPartition(tenantId), dayKey(day)]);
/** Operations are attributes with this prefix: lists of figures, in the order of FIGURES. */
const OPERATION = 'op:';
/** Maximum attempts at a batch, while other processes add operations to the item. */
const MAX_ATTEMPTS = 10;
/** Maximum number of keys of a BatchGetItem. */
const BATCH_KEYS = 100;

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

  /** Adds a batch to the item. `known` returns whether the item has an operation. */
  const addTo = async (
    { tenantId, day, mark, operations }: UsageBatch,
    known: (operation: string) => boolean,
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    const expression = placeholders();
    const steps = [
      markStep(expression, mark),
      ...[...operations].map(([name, sums]) => operationStep(expression, name, sums, known(name))),
    ];
    const total = [...operations.values()].reduce(addUsage, NO_USAGE);
    const totals = FIGURES.map((name) => `${expression.name(name)} ${expression.value(total[name])}`);
    const sets = steps.map(({ set }) => set).join(', ');
    const UpdateExpression = `ADD ${totals.join(', ')} SET ${sets}`;
    const ConditionExpression = steps.map(({ when }) => `(${when})`).join(' AND ');
    const held = expression.placeheld(UpdateExpression, ConditionExpression);
    const input = {
      Key: dayItemKey(tenantId, day),
      UpdateExpression,
      ConditionExpression,
      ...held,
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    const { Attributes } = await send({ name: 'UpdateItem', input }, { signal });
    await forgetOld(send, input.Key, marksOf(Attributes ?? null), mark.at, signal);
  };

  return {
    async add(batch, signal) {
      const { tenantId, day, mark } = batch;
      // Most batches add to operations that the item has. An item that is refused shows what it has.
      let known: ReadonlySet<string> | null = null;
      for (let attempt = 1; ; attempt += 1) {
        const names = known;
        const given = names ? bounded(batch, names) : batch;
        try {
          await addTo(given, (operation) => names?.has(operation) ?? true, signal);
          return;
        } catch (error) {
          if (!(error instanceof ConditionFailed) || attempt === MAX_ATTEMPTS) throw error;
          if (isMarked(marksOf(error.item), mark)) return;
          if (!error.item) {
            // The index comes first, so that every item is in it.
            await send(
              { name: 'PutItem', input: { Item: itemKey([fleetPartition(day), tenantId]) } },
              { signal },
            );
          }
          known = new Set(operationsOf(error.item ?? {}).keys());
        }
      }
    },

    async days(tenantId, range) {
      const items = await daysOf(tenantId, range);
      return items.map((item) => ({ day: sortKeyOf(item).slice(dayKey('').length), ...figuresOf(item) }));
    },

    async operations(tenantId, range) {
      const items = await daysOf(tenantId, range);
      return items.flatMap((item) => {
        const named = [...operationsOf(item)].map(([operation, figures]) => ({ operation, ...figures }));
        const unnamed = figures((name) => figuresOf(item)[name] - named.reduce(addUsage, NO_USAGE)[name]);
        return unnamed.requests > 0 ? [...named, { operation: OTHER, ...unnamed }] : named;
      });
    },

    async fleet(day, { limit, after }) {
      const partition = fleetPartition(day);
      const { Items = [] } = await page(partition, null, {
        Limit: limit,
        ...(after !== null && { ExclusiveStartKey: itemKey([partition, after]) }),
      });
      const tenants = Items.map(sortKeyOf);
      const items = await getAll(tenants.map((tenantId) => dayItemKey(tenantId, day)));
      const byTenant = new Map(items.map((item) => [item[CONTROL_PK], item] as const));
      return tenants.map((tenantId) => {
        return { tenantId, ...figuresOf(byTenant.get(tenantPartition(tenantId)) ?? {}) };
      });
    },
  };
}

/** Returns the change of one operation's figures. */
function operationStep(
  expression: Placeholders,
  operation: string,
  sums: UsageFigures,
  isKnown: boolean,
): Step {
  const name = expression.name(OPERATION + operation);
  if (!isKnown) {
    const list = expression.value(FIGURES.map((figure) => sums[figure]));
    return { set: `${name} = ${list}`, when: `attribute_not_exists(${name})` };
  }
  const members = FIGURES.flatMap((figure, at) => {
    const member = `${name}[${at}]`;
    return sums[figure] === 0 ? [] : [`${member} = ${member} + ${expression.value(sums[figure])}`];
  });
  return { set: members.join(', '), when: `attribute_exists(${name})` };
}

/** Counts new operations as OTHER once an item has the most that it may have. */
function bounded(batch: UsageBatch, known: ReadonlySet<string>): UsageBatch {
  const operations = new Map<string, UsageFigures>();
  let count = known.size;
  for (const [operation, sums] of batch.operations) {
    const isNamed = known.has(operation) || operation === OTHER || count < MAX_OPERATIONS;
    if (isNamed && !known.has(operation)) count += 1;
    const name = isNamed ? operation : OTHER;
    operations.set(name, addUsage(operations.get(name) ?? NO_USAGE, sums));
  }
  return { ...batch, operations };
}

/** Returns the operations of an item, by name. */
function operationsOf(item: Item): ReadonlyMap<string, UsageFigures> {
  const operations = new Map<string, UsageFigures>();
  for (const name of Object.keys(item).sort()) {
    const sums = item[name];
    if (name.startsWith(OPERATION) && Array.isArray(sums))
      operations.set(
        name.slice(OPERATION.length),
        figures((figure) => Number(sums[FIGURES.indexOf(figure)] ?? 0)),
      );
  }
  return operations;
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
