import { holdOf, isGivenUp } from '../../src/store/dynamo/commands/hold-command.ts';
import { openTableCalls } from '../../src/store/dynamo/driver/dynamo.ts';
import { unmarshal, type Attributes } from '../../src/store/dynamo/driver/marshal.ts';
import { shapeOf, typeNames, type TypeName } from '../../test/beyond/plain-model.ts';
import { isCounted } from '../../test/beyond/plain-requests.ts';
import { appModel } from './app.ts';

type Item = Readonly<Record<string, unknown>>;

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

/** Returns where a tenant's unique values, counters, holds and open deletes disagree with its rows. */
export function rawProblems(items: readonly Item[], tenant: string): string[] {
  const within = (kind: string): readonly Item[] =>
    items.filter(({ __pk }) => __pk === `T#${tenant}#${kind}`);
  const rowsOf = (type: TypeName): readonly Item[] => within(String(appModel.models[type]?.number));
  const problems = within('JOB#').map((job) => `${tenant}: an open delete: ${JSON.stringify(job)}`);
  const expect = (what: string, found: number, wanted: number): void => {
    if (found !== wanted) problems.push(`${tenant}: ${what}: ${found} instead of ${wanted}`);
  };
  const held = typeNames.flatMap((type) =>
    shapeOf(type).uniques.flatMap((fields) =>
      rowsOf(type).filter((row) => fields.every((field) => (row[field] ?? null) !== null)),
    ),
  );
  const values = within('UNIQUE#').map(({ __sk }) => String(__sk));
  expect(`unique values (${values.join(' ')})`, values.length, held.length);
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
