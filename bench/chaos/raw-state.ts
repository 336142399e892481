import { holdOf, isGivenUp } from '../../src/store/dynamo/commands/hold-command.ts';
import type { ModelType } from '../../src/model/index.ts';
import { HOLDER } from '../../src/store/dynamo/commands/effect-command.ts';
import { uniqueKey } from '../../src/store/dynamo/keys/keys.ts';
import type { Row } from '../../src/store/port/access.ts';
import type { TenantId } from '../../src/tenant/index.ts';
import { openTableCalls } from '../../src/store/dynamo/driver/dynamo.ts';
import { unmarshal, type Attributes } from '../../src/store/dynamo/driver/marshal.ts';
import { typeNames, type TypeName } from '../../test/beyond/plain-model.ts';
import { isCounted } from '../../test/beyond/plain-requests.ts';
import { appModel } from './app.ts';

/** An item as DynamoDB holds it. */
export type Item = Readonly<Record<string, unknown>>;

interface Page {
  readonly Items?: readonly Attributes[];
  readonly LastEvaluatedKey?: Attributes;
}

/** Reads every item of all tables, around the server. */
export async function itemsAt(endpoint: string): Promise<readonly Item[]> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const call = openTableCalls({ region: 'us-east-1', endpoint, credentials });
  const { TableNames = [] } = (await call('ListTables', {})) as { readonly TableNames?: readonly string[] };
  const items: Item[] = [];
  for (const TableName of TableNames) {
    for (let start: Attributes | undefined; ;) {
      const request = { TableName, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) };
      const page = (await call('Scan', request)) as Page;
      items.push(...(page.Items ?? []).map(unmarshal));
      start = page.LastEvaluatedKey;
      if (!start) break;
    }
  }
  return items;
}

/** Returns whether a delete holds the row, which it has not given up: a killed one leaves its hold. */
export function isHeld(row: Item): boolean {
  const hold = holdOf(row);
  return hold !== null && !isGivenUp(hold, Date.now());
}

/** Returns the work that upkeep has yet to do: deletes that were interrupted, and sweeps. */
export function openWork(items: readonly Item[]): string[] {
  return items
    .filter(({ __pk }) => /^T#.*#(JOB|SWEEP)#$/.test(String(__pk)))
    .map((item) => `still open: ${JSON.stringify(item)}`);
}

function isLinkOf(tenant: string, { __pk }: Item): boolean {
  return String(__pk).startsWith(`T#${tenant}#LINK`);
}

/** Returns whether the time to live of a table ends an item within the hour. */
function expires({ __ttl }: Item): boolean {
  return Number(__ttl) <= Date.now() / 1000 + 3600;
}

/** Returns the rows of a type. The keys of rows begin with the numbers of types. */
export function rowsIn(
  items: readonly Item[],
  tenant: string,
  type: Pick<ModelType, 'number'> | undefined,
): readonly Item[] {
  return items.filter(({ __pk }) => __pk === `T#${tenant}#${String(type?.number)}`);
}

/** Returns the unique values that no row has, and those of rows that are not reserved for them. */
function uniqueProblems(items: readonly Item[], tenant: string): string[] {
  const tenantId = tenant as TenantId;
  const holderOf = new Map(
    items
      .filter(({ __pk }) => __pk === `T#${tenant}#UNIQUE#`)
      .map((item): [unknown, unknown] => [item['__sk'], item[HOLDER]]),
  );
  const wanted = new Map(
    Object.values(appModel.models).flatMap((type) =>
      rowsIn(items, tenant, type).flatMap((row) =>
        type.uniques
          .filter(({ fields }) => fields.every((field) => (row[field] ?? null) !== null))
          .map((unique): [unknown, unknown] => [
            uniqueKey(tenantId, type, unique, row as Row).__sk,
            row['__sk'],
          ]),
      ),
    ),
  );
  const differing = (some: typeof wanted, others: typeof wanted): string[] =>
    [...some].filter(([value, row]) => others.get(value) !== row).map(String);
  return [
    ...differing(holderOf, wanted).map((value) => `${tenant}: a unique value without its row: ${value}`),
    ...differing(wanted, holderOf).map((value) => `${tenant}: a row without its unique value: ${value}`),
  ];
}

/** Returns where a tenant's unique values, counters, links and holds disagree with its rows. */
export function rawProblems(items: readonly Item[], tenant: string): string[] {
  const within = (kind: string): readonly Item[] =>
    items.filter(({ __pk }) => __pk === `T#${tenant}#${kind}`);
  const rowsOf = (type: TypeName): readonly Item[] => rowsIn(items, tenant, appModel.models[type]);
  const problems = [
    ...items
      .filter((item) => isLinkOf(tenant, item) && !expires(item))
      .map((link) => `${tenant}: a link stays: ${JSON.stringify(link)}`),
    ...uniqueProblems(items, tenant),
  ];
  const expect = (what: string, found: number, wanted: number): void => {
    if (found !== wanted) problems.push(`${tenant}: ${what}: ${found} instead of ${wanted}`);
  };
  for (const type of typeNames) {
    if (isCounted(type)) {
      const shards = within('COUNT#').filter(({ __sk }) => String(__sk).startsWith(`${type}#`));
      const total = shards.reduce((sum, { count }) => sum + Number(count), 0);
      expect(`counter of ${type}`, total, rowsOf(type).length);
    }
    for (const row of rowsOf(type).filter(isHeld))
      problems.push(`${tenant}: a delete still holds ${type} ${String(row['id'])}`);
  }
  return problems;
}
