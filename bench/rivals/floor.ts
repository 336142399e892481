import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import {
  buildSchema,
  Kind,
  parse,
  validate,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
} from 'graphql';

import typeDefs from '../../test/fixture/generated/api.graphql';
import { tenantOf } from './caller.ts';
import { newRow } from './new-row.ts';

type Item = Readonly<Record<string, AttributeValue>>;
type Shown = Record<string, unknown>;
type Given = Readonly<Record<string, unknown>>;

const client = new DynamoDBClient({});
const table = process.env['TABLE'] ?? '';
const schema = buildSchema(typeDefs);
const documents = new Map<string, DocumentNode>();

/** A hand-written plan of the operations of the bench: no resolver and no promise for a row, and no field that is not asked for. */
export async function handler({ headers, body }: APIGatewayProxyEvent) {
  const tenant = await tenantOf(headers['authorization']);
  const { query } = JSON.parse(body ?? '') as { readonly query: string };
  const data: Shown = {};
  for (const field of fieldsOf(rootOf(query))) data[nameOf(field)] = await rootValue(tenant, field);
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data }),
  };
}

function rootOf(query: string): SelectionSetNode {
  const document = documents.get(query) ?? parse(query);
  if (!documents.has(query)) {
    const [error] = validate(schema, document);
    if (error) throw error;
    documents.set(query, document);
  }
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The document has no operation.');
  return operation.selectionSet;
}

async function rootValue(tenant: string, field: FieldNode): Promise<unknown> {
  const given = argumentsOf(field);
  switch (field.name.value) {
    case '__typename':
      return 'Query';
    case 'getTask':
      return first(await shown(tenant, [await get(tenant, 'Task', String(given['id']))], field));
    case 'listTasks':
      return page(tenant, await list(tenant, given), field);
    case 'createTask':
      return first(await shown(tenant, [await create(tenant, given['input'] as Given)], field));
    case 'createTasks':
      return shown(tenant, await createAll(tenant, given['input'] as readonly Given[]), field);
    case 'updateTask':
      return first(await shown(tenant, [await update(tenant, given['input'] as Given)], field));
    default:
      throw new Error(`The floor has no plan of ${field.name.value}.`);
  }
}

async function page(tenant: string, items: readonly Item[], field: FieldNode): Promise<Shown> {
  const [selected] = fieldsOf(field.selectionSet);
  return { items: selected ? await shown(tenant, items, selected) : [] };
}

/** Returns what a field selects of some items, by one call for all rows of a relation. */
async function shown(tenant: string, items: readonly Item[], field: FieldNode): Promise<Shown[]> {
  const rows = items.map((): Shown => ({}));
  for (const selected of fieldsOf(field.selectionSet)) {
    const name = nameOf(selected);
    const values = await valuesOf(tenant, items, selected);
    for (const [at, row] of rows.entries()) row[name] = values[at];
  }
  return rows;
}

async function valuesOf(
  tenant: string,
  items: readonly Item[],
  field: FieldNode,
): Promise<readonly unknown[]> {
  const name = field.name.value;
  if (!field.selectionSet) return items.map((item) => item[name]?.S ?? null);
  if (name === 'comments') {
    const { limit } = argumentsOf(field);
    const pages = await Promise.all(items.map(({ id }) => comments(tenant, id?.S ?? '', Number(limit))));
    const [selected] = fieldsOf(field.selectionSet);
    const all = selected ? await shown(tenant, pages.flat(), selected) : [];
    let at = 0;
    return pages.map(({ length }) => ({ items: all.slice(at, (at += length)) }));
  }
  const type = { project: 'Project', assignee: 'Person', task: 'Task' }[name];
  if (type === undefined) throw new Error(`The floor has no plan of ${name}.`);
  const ids = items.map((item) => item[`${name}Id`]?.S ?? '');
  const found = await getAll(tenant, type, [...new Set(ids)]);
  const rows = await shown(tenant, found, field);
  const byId = new Map(found.map(({ id }, at) => [id?.S, rows[at]]));
  return ids.map((id) => byId.get(id) ?? null);
}

const first = <Value>([value]: readonly Value[]): Value | null => value ?? null;
const nameOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;
const fieldsOf = (selections: SelectionSetNode | undefined): readonly FieldNode[] =>
  (selections?.selections ?? []) as readonly FieldNode[];
const argumentsOf = ({ arguments: given = [] }: FieldNode): Given =>
  Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
const keyOf = (tenant: string, type: string, id: string): Item => ({
  pk: { S: `${tenant}#${type}` },
  sk: { S: id },
});

async function get(tenant: string, type: string, id: string): Promise<Item> {
  const { Item = {} } = await client.send(
    new GetItemCommand({ TableName: table, Key: keyOf(tenant, type, id) }),
  );
  return Item;
}

async function getAll(tenant: string, type: string, ids: readonly string[]): Promise<readonly Item[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / 100) }, (_, at) =>
    ids.slice(at * 100, at * 100 + 100),
  );
  const answers = await Promise.all(
    parts.map((part) => {
      const Keys = part.map((id) => keyOf(tenant, type, id));
      return client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
    }),
  );
  return answers.flatMap(({ Responses }) => Responses?.[table] ?? []);
}

async function list(tenant: string, { limit, filter }: Given): Promise<readonly Item[]> {
  const text = (filter as { readonly title: { readonly contains: string } } | undefined)?.title.contains;
  const most = Number(limit);
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: {
          ':pk': { S: `${tenant}#Task` },
          ...(text !== undefined && { ':text': { S: text } }),
        },
        ...(text !== undefined && { FilterExpression: 'contains(title, :text)' }),
        Limit: text === undefined ? most : most * 5,
        ExclusiveStartKey: from,
      }),
    );
    found.push(...Items);
    from = LastEvaluatedKey;
  } while (from && found.length < most);
  return found.slice(0, most);
}

async function comments(tenant: string, task: string, limit: number): Promise<readonly Item[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'byTask',
      KeyConditionExpression: 'ofTask = :task',
      ExpressionAttributeValues: { ':task': { S: `${tenant}#${task}` } },
      Limit: limit,
    }),
  );
  return Items;
}

async function create(tenant: string, input: Given): Promise<Item> {
  const Item = itemOf(newRow(tenant, 'Task', input));
  await client.send(
    new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
  );
  return Item;
}

async function createAll(tenant: string, inputs: readonly Given[]): Promise<readonly Item[]> {
  const items = inputs.map((input) => itemOf(newRow(tenant, 'Task', input)));
  const TransactItems = items.map((Item) => ({
    Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' },
  }));
  await client.send(new TransactWriteItemsCommand({ TransactItems }));
  return items;
}

async function update(tenant: string, { id, title }: Given): Promise<Item> {
  const { Attributes = {} } = await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: keyOf(tenant, 'Task', String(id)),
      UpdateExpression: 'SET title = :title, updatedAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':title': { S: String(title) }, ':now': { S: new Date().toISOString() } },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes;
}

const itemOf = (row: Readonly<Record<string, unknown>>): Item =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, { S: String(value) }]));
