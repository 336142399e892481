import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { namesOf } from '../../src/local/data-directory/names.ts';
import { findDynamoDb } from '../../src/local/data-directory/running-server.ts';
import type { Settings } from '../../src/local/data-directory/settings.ts';
import { typeSdl } from '../evolve/bench.ts';
import { dump } from '../platform/dump.ts';
import { ask } from './ask.ts';
import { run } from './run.ts';
import { signIn } from './sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

const OLD = typeSdl('Task', '  id: ID!\n  state: String');
const NEW = typeSdl('Task', '  id: ID!\n  state: String @index(name: "byState", queryField: "tasksByState")');
const user = (username: string, tenant: string) => ({
  username,
  password: 'Secret-2026!',
  tenant,
  groups: [],
});
const SEED = {
  tenants: [{ id: 'acme', isolation: 'SILO' }, 'globex'],
  users: [user('ann', 'acme'), user('gus', 'globex')],
  operators: [{ username: 'opal', password: 'Opal-2026!', groups: ['ADMIN'] }],
  rows: { acme: { Task: [{ id: 'seeded', state: 'open' }] }, globex: { Task: [{ id: 'seeded' }] } },
};

let folder: string;
let server: TestServer;
const data = (): string => join(folder, 'data');
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'schema'));
  writeFileSync(join(folder, 'schema/seed.json'), JSON.stringify(SEED));
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(sdl: string, ...args: string[]): Promise<void> {
  writeFileSync(join(folder, 'schema/app.graphql'), sdl);
  server = await startServer({ data: data(), args: ['--schema', join(folder, 'schema'), ...args] });
}

async function asAnn(query: string): Promise<unknown> {
  const { AccessToken } = await signIn(server, 'ann', 'Secret-2026!');
  const answer = await ask(server, AccessToken, query);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

const command = (name: string, ...args: string[]) =>
  run(`src/cli/commands/${name}.ts`, [...args, '--data', data()]);

/** Returns the tenants with a silo table, and the table and key of each task. */
async function look(): Promise<{ silos: readonly string[]; tasks: readonly string[] }> {
  const settings = JSON.parse(readFileSync(join(data(), 'settings.json'), 'utf8')) as Settings;
  const { silos = [] } = settings;
  const endpoint = (await findDynamoDb(data())) ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const items = await dump({
    tables: { ...namesOf(settings).tables, silos, dynamo: { region: 'us-east-1', endpoint, credentials } },
  });
  const tasks = items.filter(({ key }) => /^data T#\w+#\d+ /.test(key));
  return { silos, tasks: tasks.map(({ key, silo }) => `${silo ?? 'pool'}: ${key}`) };
}

test('a silo tenant of the seed keeps its rows in its table through restarts, commands and a schema change', async () => {
  await start(OLD);
  await asAnn('mutation { createTask(input: { id: "made", state: "open" }) { id } }');
  expect(await look()).toEqual({
    silos: ['acme'],
    tasks: ['acme: data T#acme#1 made#', 'acme: data T#acme#1 seeded#', 'pool: data T#globex#1 seeded#'],
  });
  expect((await command('tenant', 'show', 'acme')).stdout).toMatch(/^isolation +SILO$/m);
  expect((await command('tenant', 'show', 'globex')).stdout).toMatch(/^isolation +POOL$/m);
  await server.stop();

  await start(NEW);
  expect(await asAnn('{ tasksByState(state: "open") { items { id } } }')).toEqual({
    tasksByState: { items: [{ id: 'made' }, { id: 'seeded' }] },
  });
  const schema = ['--schema', join(folder, 'schema')];
  expect(await command('counts-rebuild', ...schema)).toMatchObject({
    code: 0,
    stdout: 'acme: Task: 2 -> 2\nglobex: Task: 1 -> 1\n',
  });
  const verified = await command('audit-verify', ...schema);
  expect([verified.code, verified.stdout]).toEqual([
    0,
    expect.stringMatching(/^acme: ok, events: \d+, .*\nglobex: ok, events: \d+, .*\n$/) as string,
  ]);
  expect(await command('schema-apply', join(folder, 'schema'), '--all')).toMatchObject({ code: 0 });
  expect(server.errors()).toBe('');
});

test('--silo creates the silo table of a tenant, which later starts keep until --reset', async () => {
  await start(OLD, '--silo', 'globex', '--silo', 'initech');
  expect((await look()).silos).toEqual(['acme', 'globex', 'initech']);
  // The new table does not move any rows.
  expect((await look()).tasks).toContain('pool: data T#globex#1 seeded#');
  await server.stop();
  await start(NEW);
  expect((await look()).silos).toEqual(['acme', 'globex', 'initech']);
  await server.stop();
  await start(NEW, '--reset');
  expect((await look()).silos).toEqual(['acme']);
});
