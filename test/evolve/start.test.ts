import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
