import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import { findDynamoDb, namesOf } from '../../src/local/data-directory/index.ts';
import type { Settings } from '../../src/local/data-directory/settings.ts';
import { ask } from '../e2e/ask.ts';
import { run } from '../e2e/run.ts';
import { signIn } from '../e2e/sign-in.ts';
import { startServer, type TestServer } from '../e2e/start-server.ts';
import { typeSdl } from './bench.ts';

const OLD = typeSdl(
  'Task',
  `  id: ID!
  title: String
  state: String
  group: String @index(name: "byGroup", queryField: "tasksByGroup")`,
);
const NEW = typeSdl(
  'Task',
  `  id: ID!
  title: String @unique
  state: String @index(name: "byState", queryField: "tasksByState")
  group: String @index(name: "byGroup", queryField: "tasksByGroup")`,
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantql-evolve-'));
  mkdirSync(join(folder, 'schema'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const data = (): string => join(folder, 'data');
const schema = (): string => join(folder, 'schema');

function start(sdl: string): Promise<TestServer> {
  writeFileSync(join(schema(), 'app.graphql'), sdl);
  return startServer({ data: data(), args: ['--schema', schema()] });
}

/** Sends an operation as alice of acme; expects no errors. */
async function asAlice(server: TestServer, query: string): Promise<unknown> {
  const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
  const { data: answer, errors } = await ask(server, AccessToken, query);
  expect(errors).toBeUndefined();
  return answer;
}

const create = (id: string, title: string): string =>
  `${id}: createTask(input: { id: "${id}", title: "${title}", state: "open", group: "g" }) { id }`;
const BOTH = '{ tasksByState(state: "open") { items { id } } tasksByGroup(group: "g") { items { id } } }';

test('npm start after an index was inserted before another serves both indexes correctly', async () => {
  const first = await start(OLD);
  await asAlice(first, `mutation { ${create('a', 'one')} ${create('b', 'two')} }`);
  await first.stop();

  const second = await start(NEW);
  const both = { items: [{ id: 'a' }, { id: 'b' }] };
  expect(await asAlice(second, BOTH)).toEqual({ tasksByState: both, tasksByGroup: both });
  await asAlice(second, `mutation { ${create('c', 'three')} }`);
  await second.stop();

  // Back to the old schema: the kept index, in the same slot, has the rows that the new schema wrote.
  const third = await start(OLD);
  expect(await asAlice(third, '{ tasksByGroup(group: "g") { items { id } } }')).toEqual({
    tasksByGroup: { items: [...both.items, { id: 'c' }] },
  });
  await third.stop();
});

test('schema:apply prints one line for each type and reports rows that share a unique value', async () => {
  const first = await start(OLD);
  await asAlice(first, `mutation { ${create('a', 'same')} ${create('b', 'same')} }`);
  await first.stop();
  writeFileSync(join(schema(), 'app.graphql'), NEW);
  const apply = () => run('src/cli/commands/schema-apply.ts', [schema(), '--data', data()]);

  const outcome = await apply();
  expect(outcome.stdout).toContain('acme: Task: looked at 2 rows, rewrote 2.\n');
  expect(outcome.stdout).toMatch(
    /acme: Task: the row \{"id":".*"\} has the same "title" as the row \{"id":".*"\}/,
  );
  expect(outcome.code).toBe(1);

  // The server reports it again. After the fix the command completes while the server runs.
  const second = await start(NEW);
  expect(second.errors()).toContain('has the same "title"');
  const holder = /as the row \{"id":"(\w)"\}/.exec(outcome.stdout)?.[1] ?? '';
  await asAlice(second, `mutation { updateTask(input: { id: "${holder}", title: "new" }) { id } }`);
  expect(await apply()).toMatchObject({ code: 0 });
  await second.stop();
});

test('schema:apply fails while a server of another schema runs', async () => {
  const first = await start(OLD);
  writeFileSync(join(schema(), 'app.graphql'), NEW);
  const outcome = await run('src/cli/commands/schema-apply.ts', [schema(), '--data', data()]);
  expect(outcome).toMatchObject({ code: 1 });
  expect(outcome.stderr).toContain('runs another schema');
  await first.stop();
});

test('the first npm start only saves the schema', async () => {
  const server = await start(OLD);
  await server.stop();
  const settings = JSON.parse(readFileSync(join(data(), 'settings.json'), 'utf8')) as object;
  expect(settings).toMatchObject({
    schema: { record: { types: { Task: { indexes: [{ name: 'byGroup', slot: 1 }] } } }, pending: {} },
  });
  expect(server.errors()).toBe('');
});

test('a data directory without a saved schema is migrated as a whole', async () => {
  const first = await start(OLD);
  await asAlice(first, `mutation { ${create('a', 'one')} }`);
  await first.stop();
  const file = join(data(), 'settings.json');
  const { schema: _schema, ...older } = JSON.parse(readFileSync(file, 'utf8')) as Settings;
  writeFileSync(file, JSON.stringify(older));
  const second = await start(NEW);
  expect(await asAlice(second, BOTH)).toEqual({
    tasksByState: { items: [{ id: 'a' }] },
    tasksByGroup: { items: [{ id: 'a' }] },
  });
  await second.stop();
});

test('counts:rebuild sets the counters of a running server and prints the old and new values', async () => {
  const server = await start(OLD);
  await asAlice(server, `mutation { ${create('a', 'one')} ${create('b', 'two')} }`);
  const rebuild = (...args: string[]) =>
    run('src/cli/commands/counts-rebuild.ts', ['--schema', schema(), '--data', data(), ...args]);
  expect(await rebuild()).toMatchObject({ code: 0, stdout: 'acme: Task: 2 -> 2\nglobex: Task: 0 -> 0\n' });
  expect((await rebuild('--tenant', 'globex')).stdout).toBe('globex: Task: 0 -> 0\n');
  expect((await rebuild('--tenant', 'nobody')).stderr).toContain('There is no tenant "nobody".');
  // A tenant that an operator created is included.
  const made = ['create', 'Initech', '--plan', 'free', '--owner', 'peter@initech.test', '--data', data()];
  expect(await run('src/cli/commands/tenant.ts', made)).toMatchObject({ code: 0 });
  expect((await rebuild()).stdout).toMatch(/^initech-\w{8}: Task: 0 -> 0$/m);
  await server.stop();
});

describe('a row that counts wrong referrers', () => {
  const SHELVES = `
    type Shelf @model @auth(rules: [{ allow: private }]) { id: ID! books: [Book] @hasMany(onDelete: CASCADE) }
    type Book @model @auth(rules: [{ allow: private }]) { id: ID! }`;
  /** Returns the DynamoDB of the running server, around the API, and its table of rows. */
  const around = async (): Promise<{ readonly client: DynamoDBClient; readonly TableName: string }> => {
    const { tables } = namesOf(JSON.parse(readFileSync(join(data(), 'settings.json'), 'utf8')) as Settings);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const endpoint = (await findDynamoDb(data())) ?? '';
    const client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials });
    return { client, TableName: tables.data };
  };
  /** Sets the attribute with the number of referrers, and the mark of a job if one is given. */
  const setShelf = async (id: string, referrers: string, retired: string | null = null): Promise<void> => {
    const { client, TableName } = await around();
    const marks = retired === null ? '' : ', #retired = :retired';
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: { __pk: { S: 'T#acme#1' }, __sk: { S: `${id}#` } },
        UpdateExpression: `SET #counted = :counted${marks}`,
        ExpressionAttributeNames: { '#counted': '__referrers', ...(retired && { '#retired': '__retired' }) },
        ExpressionAttributeValues: {
          ':counted': { N: referrers },
          ...(retired && { ':retired': { S: retired } }),
        },
      }),
    );
  };

  test('is corrected by counts:rebuild, and stops no npm start whose delete it holds up', async () => {
    const first = await start(SHELVES);
    await asAlice(
      first,
      'mutation { a: createShelf(input: { id: "a" }) { id } b: createShelf(input: { id: "b" }) { id } }',
    );
    await asAlice(first, 'mutation { createBook(input: { id: "a", shelfBooksId: "a" }) { id } }');
    await setShelf('a', '3');
    const rebuild = () => run('src/cli/commands/counts-rebuild.ts', ['--schema', schema(), '--data', data()]);
    const line = 'acme: Shelf: corrected the number of referrers in 1 rows\n';
    expect((await rebuild()).stdout).toContain(line);
    expect((await rebuild()).stdout).not.toContain(line);
    // A delete that was cut off: the row is marked, and its job is recorded.
    const Item = { id: { S: 'j' }, type: { S: 'Shelf' }, key: { M: { id: { S: 'b' } } } };
    const { client, TableName } = await around();
    await client.send(
      new PutItemCommand({ TableName, Item: { __pk: { S: 'T#acme#JOB#' }, __sk: { S: 'j#' }, ...Item } }),
    );
    await setShelf('b', '2', 'j');
    await first.stop();
    const second = await start(SHELVES);
    const { AccessToken } = await signIn(second, 'alice', 'Alice-2026');
    const again = 'mutation { createShelf(input: { id: "b" }) { id } }';
    while ((await ask(second, AccessToken, again)).errors);
    await second.stop();
    expect(second.errors()).toContain('wrong-referrers');
  });
});
