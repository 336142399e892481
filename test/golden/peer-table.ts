import { CreateTableCommand, DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import type { Units } from '../shared/units.ts';

type Row = Readonly<Record<string, unknown>>;

/** The names of a key's attributes: hash and range. */
export type PeerKey = readonly [hash: string, range?: string];

export interface PeerTable {
  readonly key: PeerKey;
  readonly indexes: Readonly<Record<string, PeerKey>>;
}

/** A client of tables without any code of the product. It counts calls and units. */
export interface PeerClient {
  get(table: string, key: Row): Promise<Row | undefined>;
  getAll(table: string, keys: readonly Row[]): Promise<readonly Row[]>;
  query(table: string, on: Row, limit: number, index?: string): Promise<readonly Row[]>;
  scan(table: string, limit: number): Promise<readonly Row[]>;
  create(table: string, item: Row): Promise<void>;
  set(table: string, key: Row, values: Row): Promise<void>;
  remove(table: string, key: Row): Promise<void>;
  /** Returns what the calls of some work consumed. */
  measure(work: () => Promise<unknown>): Promise<Units>;
  close(): void;
}

interface Answered {
  readonly ConsumedCapacity?: Consumed | readonly Consumed[] | undefined;
}
interface Consumed {
  readonly CapacityUnits?: number | undefined;
}

const TOTAL = { ReturnConsumedCapacity: 'TOTAL' } as const;

/** Creates tables, and opens a client of them. */
export async function openPeer(
  endpoint: string,
  prefix: string,
  tables: Readonly<Record<string, PeerTable>>,
): Promise<PeerClient> {
  const raw = new DynamoDBClient({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const client = DynamoDBDocumentClient.from(raw);
  const counted = { calls: 0, reads: 0, writes: 0 };
  const nameOf = (table: string): string => `${prefix}-${table}`;
  const count = <Answer extends Answered>(kind: 'reads' | 'writes', answer: Answer): Answer => {
    counted.calls += 1;
    const parts = [answer.ConsumedCapacity ?? []].flat() as readonly Consumed[];
    counted[kind] += parts.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    return answer;
  };
  for (const [name, table] of Object.entries(tables)) await raw.send(creationOf(nameOf(name), table));

  return {
    async get(table, Key) {
      const command = new GetCommand({ TableName: nameOf(table), Key, ...TOTAL });
      return count('reads', await client.send(command)).Item;
    },
    async getAll(table, Keys) {
      const command = new BatchGetCommand({
        RequestItems: { [nameOf(table)]: { Keys: [...Keys] } },
        ...TOTAL,
      });
      return count('reads', await client.send(command)).Responses?.[nameOf(table)] ?? [];
    },
    async query(table, on, Limit, IndexName) {
      const [[name, value] = ['', '']] = Object.entries(on);
      const command = new QueryCommand({
        TableName: nameOf(table),
        IndexName,
        KeyConditionExpression: '#name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
        Limit,
        ...TOTAL,
      });
      return count('reads', await client.send(command)).Items ?? [];
    },
    async scan(table, Limit) {
      const command = new ScanCommand({ TableName: nameOf(table), Limit, ...TOTAL });
      return count('reads', await client.send(command)).Items ?? [];
    },
    async create(table, Item) {
      const command = new PutCommand({
        TableName: nameOf(table),
        Item,
        ConditionExpression: 'attribute_not_exists(id)',
        ...TOTAL,
      });
      count('writes', await client.send(command));
    },
    async set(table, Key, values) {
      const names = Object.keys(values);
      const command = new UpdateCommand({
        TableName: nameOf(table),
        Key,
        UpdateExpression: `SET ${names.map((_, at) => `#n${at} = :v${at}`).join(', ')}`,
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#n${at}`, name])),
        ExpressionAttributeValues: Object.fromEntries(names.map((name, at) => [`:v${at}`, values[name]])),
        ReturnValues: 'ALL_NEW',
        ...TOTAL,
      });
      count('writes', await client.send(command));
    },
    async remove(table, Key) {
      const command = new DeleteCommand({ TableName: nameOf(table), Key, ReturnValues: 'ALL_OLD', ...TOTAL });
      count('writes', await client.send(command));
    },
    async measure(work) {
      const before = { ...counted };
      await work();
      return {
        calls: counted.calls - before.calls,
        reads: counted.reads - before.reads,
        writes: counted.writes - before.writes,
      };
    },
    close() {
      raw.destroy();
    },
  };
}

function creationOf(TableName: string, { key, indexes }: PeerTable): CreateTableCommand {
  const names = new Set([key, ...Object.values(indexes)].flatMap(namesOf));
  return new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...names].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: schemaOf(key),
    GlobalSecondaryIndexes: Object.entries(indexes).length
      ? Object.entries(indexes).map(([IndexName, of]) => ({
          IndexName,
          KeySchema: schemaOf(of),
          Projection: { ProjectionType: 'ALL' },
        }))
      : undefined,
  });
}

function namesOf([hash, range]: PeerKey): string[] {
  return range === undefined ? [hash] : [hash, range];
}

function schemaOf(key: PeerKey): KeySchemaElement[] {
  return namesOf(key).map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' }));
}
