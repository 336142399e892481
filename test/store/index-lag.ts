/** DynamoDB's answer to a call. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Sends a call to DynamoDB. */
export type Forward = (action: string, body: Readonly<Record<string, unknown>>) => Promise<Reply>;

/** An item, or its key, as DynamoDB sends it: `{ id: { S: "1" } }`. */
type Item = Readonly<Record<string, unknown>>;

/** A table whose items are those of another one at an earlier time. */
interface Shadow {
  readonly name: string;
  readonly keyNames: readonly string[];
  /** What changed since, oldest first. */
  readonly changes: { readonly at: number; readonly key: Item; readonly item: Item | null }[];
}

/**
 * Answers queries of an index as they were `lag()` milliseconds ago. All other calls see every write.
 * A table with indexes gets a shadow. Each write is noted with the items that it left, and a query first brings the shadow
 * to the time that it asks for. DynamoDB answers the query from there, with pages and filters of its own.
 * The index knows of writes only that pass here. Its state never goes backwards: a shorter lag than before shows more.
 */
export function withIndexLag(forward: Forward, lag: () => number): Forward {
  const shadows = new Map<string, Promise<Shadow | null>>();
  let turn: Promise<unknown> = Promise.resolve();
  /** Does work on the shadows in turn, so that they see changes in the order of DynamoDB. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const ask = async (action: string, body: Item): Promise<Record<string, unknown>> => {
    const { status, text } = await forward(action, body);
    if (status !== 200) throw new Error(`${action}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  const shadowOf = (table: string): Promise<Shadow | null> => {
    const known = shadows.get(table) ?? openShadow(table, ask);
    shadows.set(table, known);
    return known;
  };

  return async (action, body) => {
    if (action === 'Query' && body['IndexName'] !== undefined) {
      const shadow = await shadowOf(String(body['TableName']));
      if (!shadow) return forward(action, body);
      return inTurn(async () => {
        await bringTo(shadow, performance.now() - lag(), ask);
        return forward(action, { ...body, TableName: shadow.name });
      });
    }
    const writes = writesOf(action, body);
    const tables = [...new Set(writes.map(({ table }) => table))];
    await Promise.all(tables.map(shadowOf));
    const reply = await forward(action, body);
    if (reply.status === 200)
      for (const table of tables) {
        const shadow = await shadowOf(table);
        const keys = writes.filter((write) => write.table === table).map(({ item }) => item);
        if (shadow) await inTurn(() => note(shadow, table, keys, ask));
      }
    return reply;
  };
}

type Ask = (action: string, body: Item) => Promise<Record<string, unknown>>;

/** Creates the shadow of a table, with the table's items of now. Returns null if the table has no index. */
async function openShadow(table: string, ask: Ask): Promise<Shadow | null> {
  const { Table } = (await ask('DescribeTable', { TableName: table })) as { Table: TableDescription };
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = Table;
  if (!GlobalSecondaryIndexes) return null;
  const name = `${table}.past`;
  await ask('CreateTable', {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: GlobalSecondaryIndexes.map((index) => ({
      IndexName: index.IndexName,
      KeySchema: index.KeySchema,
      Projection: index.Projection,
    })),
  });
  let start: unknown;
  do {
    const page = await ask('Scan', { TableName: table, ...(start ? { ExclusiveStartKey: start } : {}) });
    await writeAll(
      name,
      (page['Items'] as Item[]).map((Item) => ({ PutRequest: { Item } })),
      ask,
    );
    start = page['LastEvaluatedKey'];
  } while (start);
  return { name, keyNames: KeySchema.map(({ AttributeName }) => AttributeName), changes: [] };
}

interface TableDescription {
  readonly KeySchema: readonly { readonly AttributeName: string }[];
  readonly AttributeDefinitions: unknown;
  readonly GlobalSecondaryIndexes?: readonly Readonly<
    Record<'IndexName' | 'KeySchema' | 'Projection', unknown>
  >[];
}

/** Notes the items that a write left. */
async function note(shadow: Shadow, table: string, written: readonly Item[], ask: Ask): Promise<void> {
  const at = performance.now();
  const idOf = (item: Item): string => JSON.stringify(shadow.keyNames.map((name) => item[name]));
  const keys = written.map((item) => Object.fromEntries(shadow.keyNames.map((name) => [name, item[name]])));
  const left = new Map((await readAll(table, keys, ask)).map((item) => [idOf(item), item]));
  for (const key of keys) shadow.changes.push({ at, key, item: left.get(idOf(key)) ?? null });
}

/** Brings a shadow to a time, in milliseconds of `performance.now()`. */
async function bringTo({ name, changes }: Shadow, time: number, ask: Ask): Promise<void> {
  const later = changes.findIndex(({ at }) => at > time);
  const due = changes.splice(0, later === -1 ? changes.length : later);
  const last = new Map(due.map((change) => [JSON.stringify(change.key), change]));
  const writes = [...last.values()].map(({ key, item }) =>
    item ? { PutRequest: { Item: item } } : { DeleteRequest: { Key: key } },
  );
  await writeAll(name, writes, ask);
}

/** Maximum keys and items of one batch. */
const KEYS = 100;
const ITEMS = 25;

/** Reads the items that exist under keys, of which each occurs once. */
async function readAll(table: string, keys: readonly Item[], ask: Ask): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const Keys of slices(keys, KEYS)) {
    const answer = await ask('BatchGetItem', { RequestItems: { [table]: { Keys, ConsistentRead: true } } });
    items.push(...((answer['Responses'] as Record<string, Item[]>)[table] ?? []));
  }
  return items;
}

async function writeAll(table: string, writes: readonly object[], ask: Ask): Promise<void> {
  for (const slice of slices(writes, ITEMS))
    await ask('BatchWriteItem', { RequestItems: { [table]: slice } });
}

function slices<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const starts = Array.from({ length: Math.ceil(list.length / size) }, (_, at) => at * size);
  return starts.map((start) => list.slice(start, start + size));
}

/** Returns the items of a write, or at least their keys. */
function writesOf(action: string, body: Item): readonly { readonly table: string; readonly item: Item }[] {
  const one = (write: unknown): { table: string; item: Item } => {
    const { TableName, Item, Key } = write as { TableName: string; Item?: Item; Key?: Item };
    return { table: TableName, item: Item ?? Key ?? {} };
  };
  switch (action) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [one(body)];
    case 'TransactWriteItems':
      return (body['TransactItems'] as Record<string, unknown>[]).flatMap(({ Put, Update, Delete }) =>
        [Put, Update, Delete].flatMap((write) => (write ? [one(write)] : [])),
      );
    case 'BatchWriteItem':
      return Object.entries(body['RequestItems'] as Record<string, Record<string, object>[]>).flatMap(
        ([TableName, writes]) =>
          writes.map(({ PutRequest, DeleteRequest }) => one({ TableName, ...PutRequest, ...DeleteRequest })),
      );
    default:
      return [];
  }
}
