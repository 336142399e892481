import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import type { DynamoOptions } from '../../src/store/index.ts';
import { itemOf, key } from './iam-rig.ts';

/** A call that any client can make. */
export type Call = (client: DynamoDBDocumentClient) => Promise<unknown>;

export function clientBy(options: DynamoOptions): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(options as DynamoDBClientConfig));
}

export function partitionQuery(
  TableName: string,
  attribute: string,
  partition: string,
  IndexName?: string,
): QueryCommand {
  return new QueryCommand({
    TableName,
    ...(IndexName && { IndexName }),
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': attribute },
    ExpressionAttributeValues: { ':pk': partition },
  });
}

export function updateOf(TableName: string, Key: object) {
  return {
    TableName,
    Key: { ...Key },
    UpdateExpression: 'SET note = :note',
    ExpressionAttributeValues: { ':note': 'changed' },
  };
}

export function checkOf(TableName: string, Key: object) {
  return {
    ConditionCheck: {
      TableName,
      Key: { ...Key },
      ConditionExpression: 'attribute_exists(#k)',
      ExpressionAttributeNames: { '#k': '__pk' },
    },
  };
}

type Writes = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>;
export function write(...TransactItems: Writes): TransactWriteCommand {
  return new TransactWriteCommand({ TransactItems });
}

/** Returns a call of each kind that the store makes, on a table with keys of a tenant. */
export function callsOf(TableName: string, tenant: string): readonly [string, Call][] {
  const own = (name: string) => key(`T#${tenant}#${name}`);
  const Item = itemOf(tenant);
  const inIndex = `T#${tenant}#Task#byProject#p`;
  const batch = { [TableName]: { Keys: [own('Task'), own('Project')] } };
  return [
    ['get', (client) => client.send(new GetCommand({ TableName, Key: own('Task') }))],
    ['put', (client) => client.send(new PutCommand({ TableName, Item }))],
    ['update', (client) => client.send(new UpdateCommand(updateOf(TableName, own('Task'))))],
    ['delete', (client) => client.send(new DeleteCommand({ TableName, Key: own('Gone') }))],
    ['query', (client) => client.send(partitionQuery(TableName, '__pk', `T#${tenant}#Task`))],
    ['query of an index', (client) => client.send(partitionQuery(TableName, '1p', inIndex, 'gsi1'))],
    ['batch of gets', (client) => client.send(new BatchGetCommand({ RequestItems: batch }))],
    [
      'batch of writes',
      (client) =>
        client.send(new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } })),
    ],
    [
      'transaction',
      (client) =>
        client.send(
          write(
            { Put: { TableName, Item: own('A') } },
            { Update: updateOf(TableName, own('B')) },
            { Delete: { TableName, Key: own('C') } },
            checkOf(TableName, own('Task')),
          ),
        ),
    ],
  ];
}

/** Returns calls that use several tables at once, with a key of the tenant in each. */
export function callsAcross(tables: readonly string[], tenant: string): readonly [string, Call][] {
  const Keys = [key(`T#${tenant}#Task`)];
  const RequestItems = Object.fromEntries(tables.map((table) => [table, { Keys }]));
  const puts = tables.map((TableName) => ({ Put: { TableName, Item: itemOf(tenant) } }));
  return [
    ['batch of several tables', (client) => client.send(new BatchGetCommand({ RequestItems }))],
    ['transaction on several tables', (client) => client.send(write(...puts))],
  ];
}
