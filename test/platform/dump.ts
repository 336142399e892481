import type { AttributeValue, WriteRequest } from '@aws-sdk/client-dynamodb';

import { siloTable } from '../../src/store/index.ts';
import { openTableCalls } from '../../src/store/dynamo/driver/dynamo.ts';
import type { TestApi } from '../api.ts';

/** An item of the database with its key. */
export interface Dumped {
  readonly key: string;
  /** The tenant in whose own table it is; null in a shared table. */
  readonly silo: string | null;
  readonly item: Readonly<Record<string, AttributeValue>>;
}

interface ScanPage {
  readonly Items: readonly Dumped['item'][];
  readonly LastEvaluatedKey?: unknown;
}

/** Reads every item of all tables by a scan, which only tests do. */
export async function dump({ tables }: Pick<TestApi, 'tables'>): Promise<readonly Dumped[]> {
  const call = openTableCalls(tables.dynamo);
  const dumped: Dumped[] = [];
  const places = [
    { TableName: tables.data, silo: null },
    { TableName: tables.control, silo: null },
    { TableName: tables.realtime, silo: null },
    ...tables.silos.map((silo) => ({ TableName: siloTable(tables.siloPrefix, silo), silo })),
  ];
  for (const { TableName, silo } of places) {
    for (let start: unknown; ;) {
      const request = {
        TableName,
        ConsistentRead: true,
        ...(start !== undefined && { ExclusiveStartKey: start }),
      };
      const page = (await call('Scan', request)) as ScanPage;
      for (const item of page.Items)
        dumped.push({ key: keyOf(item, TableName === tables.realtime), silo, item });
      start = page.LastEvaluatedKey;
      if (start === undefined) break;
    }
  }
  return dumped.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Makes the tables hold the items of an earlier dump and no others. `held` is what they hold, if that is known. */
export async function restore(
  api: Pick<TestApi, 'tables'>,
  wanted: readonly Dumped[],
  held?: readonly Dumped[],
): Promise<void> {
  const { tables } = api;
  const placeOf = (one: Dumped): string => `${tableOf(tables, one)} ${one.key}`;
  const present = new Map((held ?? (await dump(api))).map((one) => [placeOf(one), one]));
  const requests: TableWrite[] = [];
  for (const one of wanted) {
    const known = present.get(placeOf(one));
    present.delete(placeOf(one));
    if (JSON.stringify(known?.item) === JSON.stringify(one.item)) continue;
    requests.push([tableOf(tables, one), { PutRequest: { Item: one.item } }]);
  }
  for (const one of present.values()) {
    const names = '__pk' in one.item ? ['__pk', '__sk'] : ['pk', 'sk'];
    const Key = Object.fromEntries(Object.entries(one.item).filter(([name]) => names.includes(name)));
    requests.push([tableOf(tables, one), { DeleteRequest: { Key } }]);
  }
  await writeAll(tables, requests);
}

/** Puts the items of a dump into tables, which may be others than those that it was made of. */
export async function putItems(tables: TestApi['tables'], items: readonly Dumped[]): Promise<void> {
  await writeAll(
    tables,
    items.map((one) => [tableOf(tables, one), { PutRequest: { Item: one.item } }]),
  );
}

interface BatchAnswer {
  readonly UnprocessedItems?: object;
}

/** A write and the name of its table. */
type TableWrite = readonly [string, WriteRequest];

function tableOf(tables: TestApi['tables'], { key, silo }: Dumped): string {
  if (silo !== null) return siloTable(tables.siloPrefix, silo);
  if (key.startsWith('realtime ')) return tables.realtime;
  return key.startsWith('data ') ? tables.data : tables.control;
}

async function writeAll(tables: TestApi['tables'], requests: readonly TableWrite[]): Promise<void> {
  const call = openTableCalls(tables.dynamo);
  for (let at = 0; at < requests.length; at += 25) {
    const RequestItems: Record<string, WriteRequest[]> = {};
    for (const [table, request] of requests.slice(at, at + 25)) (RequestItems[table] ??= []).push(request);
    const { UnprocessedItems = {} } = (await call('BatchWriteItem', { RequestItems })) as BatchAnswer;
    if (Object.keys(UnprocessedItems).length > 0) throw new Error('The tables were not restored.');
  }
}

function keyOf(item: Readonly<Record<string, AttributeValue>>, isRealtime: boolean): string {
  const text = (name: string): string => item[name]?.S ?? '';
  if (isRealtime) return `realtime ${text('__pk')} ${text('__sk')}`;
  return '__pk' in item ? `data ${text('__pk')} ${text('__sk')}` : `control ${text('pk')} ${text('sk')}`;
}

/** Returns the items that contain a word anywhere, such as the id of a tenant. */
export function naming(items: readonly Dumped[], word: string): readonly Dumped[] {
  return items.filter(({ item }) => JSON.stringify(item).includes(word));
}
