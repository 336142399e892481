import { DynamoDBClient, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';

import { siloTable } from '../../src/store/index.ts';
import type { TestApi } from '../api.ts';

/** An item of the database with its key. */
export interface Dumped {
  readonly key: string;
  /** The tenant in whose own table it is; null in a shared table. */
  readonly silo: string | null;
  readonly item: Readonly<Record<string, AttributeValue>>;
}

/** Reads every item of all tables by a scan, which only tests do. */
export async function dump({ tables }: Pick<TestApi, 'tables'>): Promise<readonly Dumped[]> {
  const { region, endpoint, credentials } = tables.dynamo;
  const client = new DynamoDBClient({
    region,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
  });
  const dumped: Dumped[] = [];
  const places = [
    { TableName: tables.data, silo: null },
    { TableName: tables.control, silo: null },
    ...tables.silos.map((silo) => ({ TableName: siloTable(tables.siloPrefix, silo), silo })),
  ];
  for (const { TableName, silo } of places) {
    for (let start: Record<string, AttributeValue> | undefined; ;) {
      const page = await client.send(
        new ScanCommand({ TableName, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }),
      );
      for (const item of page.Items ?? []) dumped.push({ key: keyOf(item), silo, item });
      start = page.LastEvaluatedKey;
      if (!start) break;
    }
  }
  client.destroy();
  return dumped.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function keyOf(item: Readonly<Record<string, AttributeValue>>): string {
  const text = (name: string): string => item[name]?.S ?? '';
  return '__pk' in item ? `data ${text('__pk')} ${text('__sk')}` : `control ${text('pk')} ${text('sk')}`;
}

/** Returns the items that contain a word anywhere, such as the id of a tenant. */
export function naming(items: readonly Dumped[], word: string): readonly Dumped[] {
  return items.filter(({ item }) => JSON.stringify(item).includes(word));
}
