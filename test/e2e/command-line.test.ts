import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { WebSocket } from 'ws';

import { withFixture } from './fixture-options.ts';
import { run, type Outcome } from './run.ts';
import { startServer, temporaryFolder } from './start-server.ts';

let folder: string;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const start = (args: readonly string[], env = {}): Promise<Outcome> =>
  run('src/cli/start/main.ts', withFixture(['--port', '0', '--data', join(folder, 'data'), ...args]), {
    env,
  });

/** The outcome of wrong usage: a short message without a stack trace. */
const refused = (stderr: string): Outcome => ({ code: 1, stdout: '', stderr });

test('npm start reports all ten mistakes of a schema, each with its position, its line and a hint', async () => {
  const { code, stdout, stderr } = await start(['--schema', 'test/e2e/ten-mistakes.graphql']);
  expect([code, stdout]).toEqual([1, '']);
  const problems = stderr.split('\n\n').filter((part) => part.startsWith('error: '));
  const places = problems.map(
    (problem) => /^test\/e2e\/ten-mistakes\.graphql:(\d+):\d+$/m.exec(problem)?.[1],
  );
  expect(places).toEqual(['1', '5', '7', '8', '9', '10', '11', '12', '16', '25']);
  expect(problems.map((problem) => problem.split('\n').at(-1))).toEqual([
    'Did you mean "model"?',
    'Did you mean the enum value "private"?',
    'Did you mean "String"?',
    'Declare "born" on Author.',
    'Did you mean "countryId"?',
    'Add @index(name: "byWriter") to the field of Note that holds the key of Author.',
    'Write a whole number of at most 32 bits, such as "0".',
    'Write a whole number from 0 as the value, such as "3".',
    'Did you mean "code"?',
    'Did you mean "Int"?',
  ]);
  expect(stderr).toMatch(/\n\n10 errors\.\n/);
});

test('npm start reports a missing schema and a folder without one', async () => {
  const none = join(folder, 'none');
  expect(await start(['--schema', none])).toEqual(
    refused(`There is no schema at "${none}": name a .graphql file or a folder of them.\n`),
  );
  expect(await start(['--schema', folder])).toEqual(
    refused(`The folder "${folder}" holds no .graphql file: write a type with @model into one.\n`),
  );
});

test('npm start reports a missing resolver and an unknown one', async () => {
  const schema = join(folder, 'schema.graphql');
  const resolvers = join(folder, 'resolvers');
  mkdirSync(resolvers);
  writeFileSync(schema, 'type Query { now: String, then: String }');
  writeFileSync(join(resolvers, 'Query.ts'), 'export const Query = { now: () => "now", never: () => null };');
  const { code, stderr } = await start(['--schema', schema, '--resolvers', resolvers]);
  expect(code).toBe(1);
  expect(stderr).toContain('Query.then');
  expect(stderr).toContain('Query.never');
  expect(stderr).toMatch(/2 errors\.\n/);
});

test('npm start reports a resolver file with a wrong export or a syntax error', async () => {
  const schema = join(folder, 'schema.graphql');
  const file = join(folder, 'Query.ts');
  writeFileSync(schema, 'type Query { now: String }');
  const begin = () => start(['--schema', schema, '--resolvers', folder]);
  writeFileSync(file, 'export const query = {};');
  expect(await begin()).toEqual(
    refused(`The file "${file}" must export its type: export const Query = { … }.\n`),
  );
  writeFileSync(file, 'export const Query = { now: ( };');
  const { code, stderr } = await begin();
  expect(code).toBe(1);
  expect(stderr).toContain(`The file "${file}" cannot be loaded`);
  expect(stderr).not.toContain('node_modules');
});

test('npm start reports all mistakes of a seed at once', async () => {
  const seed = join(folder, 'seed.json');
  const tenants = [
    { id: 'Acme' },
    'ok',
    'ok',
    { id: 'apart', isolation: 'ISLAND' },
    { id: 'rich', plan: 'gold' },
  ];
  const users = [
    { username: 'ann', password: 'password', tenant: 'ok', groups: 'ADMIN' },
    { username: 'ann', tenant: 'elsewhere' },
  ];
  const wrong = {
    name: 'Ship',
    status: 'AFLOAT',
    dueDate: 'soon',
    budget: 'much',
    address: { street: 'Quay' },
  };
  const rows = { ok: { Project: [{ nme: 'Ship' }, wrong], Projekt: [{}] }, elsewhere: {} };
  writeFileSync(seed, JSON.stringify({ tenants, users, rows, extra: true }));
  const { code, stdout, stderr } = await start(['--seed', seed]);
  expect([code, stdout]).toEqual([1, '']);
  expect([...stderr.matchAll(/^error: ([^:]+): /gm)].map(([, place]) => place).sort()).toEqual([
    'extra',
    'rows.elsewhere',
    'rows.ok.Project[0].name',
    'rows.ok.Project[0].nme',
    'rows.ok.Project[1].address.city',
    'rows.ok.Project[1].address.country',
    'rows.ok.Project[1].budget',
    'rows.ok.Project[1].dueDate',
    'rows.ok.Project[1].status',
    'rows.ok.Projekt[0]',
    'tenants[0].id',
    'tenants[2].id',
    'tenants[3].isolation',
    'tenants[4].plan',
    'users[0].groups',
    'users[1].password',
    'users[1].tenant',
    'users[1].username',
  ]);
});

test('npm start reports all rows and users of a seed that the API rejects', async () => {
  const seed = join(folder, 'seed.json');
  const tenants = ['ok'];
  const user = { username: 'ann', email: 'no address', password: 'password', tenant: 'ok' };
  const projects = [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'Boat' },
    { id: 'c', name: 'C' },
  ];
  writeFileSync(seed, JSON.stringify({ tenants, users: [user], rows: { ok: { Project: projects } } }));
  const { code, stderr } = await start(['--seed', seed]);
  expect(code).toBe(1);
  expect(stderr.split('\n').map((line) => line.split(': ')[0])).toEqual([
    'Some seed entries were rejected. Fix them and restart:',
    '  users[0]',
    '  rows.ok.Project[0]',
    '  rows.ok.Project[2]',
    '',
  ]);
});

test('npm start reports a seed that is missing or not JSON', async () => {
  const seed = join(folder, 'seed.json');
  expect(await start(['--seed', seed])).toEqual(
    refused(`There is no seed at "${seed}": name a JSON file with --seed.\n`),
  );
  writeFileSync(seed, '{ "tenants": [');
  expect((await start(['--seed', seed])).stderr).toMatch(/^error: seed: the file is not valid JSON: /);
});

test('npm start reports a port in use and leaves the data directory unlocked', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  expect(await start(['--port', String(port)])).toEqual(
    refused(`The port ${port} is in use: stop what uses it, or choose another with --port.\n`),
  );
  other.close();
  await (await startServer({ data: join(folder, 'data') })).stop();
});

test('npm start names the process that uses the data directory', async () => {
  const server = await startServer({ data: join(folder, 'data') });
  const { code, stderr } = await start([]);
  await server.stop();
  expect([code, stderr]).toEqual([
    1,
    `The data in "${join(folder, 'data', 'dynamodb')}" is in use by process ${server.pid}: ` +
      'stop it first, or choose another data directory.\n',
  ]);
});

test('npm start reports a data directory that cannot be created', async () => {
  writeFileSync(join(folder, 'data'), 'a file');
  const { code, stderr } = await start([]);
  expect(code).toBe(1);
  expect(stderr).toContain(`"${join(folder, 'data')}" cannot be a data directory`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('npm start reports in one sentence that DYNAMODB_ENDPOINT does not respond', async () => {
  const DYNAMODB_ENDPOINT = 'http://127.0.0.1:9';
  expect(await start([], { DYNAMODB_ENDPOINT })).toEqual(
    refused(
      `DYNAMODB_ENDPOINT is "${DYNAMODB_ENDPOINT}", but nothing answers there: start DynamoDB Local, ` +
        'or unset DYNAMODB_ENDPOINT to use the built-in emulator.\n',
    ),
  );
});

test.each([
  [['--nope'], "Unknown option '--nope'."],
  [['extra'], "Unexpected argument 'extra'."],
  [['--seed'], "Option '--seed <value>' argument missing."],
])('npm start prints the mistake and the usage for %j', async (args, sentence) => {
  const { code, stdout, stderr } = await start(args);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.startsWith(`${sentence}\n\nUsage: npm start -- [options]\n`)).toBe(true);
});

test.each(['http', '-1', '65536', ''])('npm start rejects the port "%s"', async (port) => {
  expect(await start([`--port=${port}`])).toEqual(
    refused(`The option --port takes a number from 0 to 65535, not "${port}".\n`),
  );
});

test.each(['Acme', '-acme', 'a_b', '*', ''])(
  'npm start rejects --silo "%s", which is not a tenant id',
  async (id) => {
    expect(await start([`--silo=${id}`])).toEqual(
      refused(`The option --silo takes the id of a tenant, not "${id}".\n`),
    );
  },
);
test.each([
  ['--socket-idle', '0', 600],
  ['--socket-idle', '601', 600],
  ['--socket-life', '1.5', 7200],
])('npm start rejects %s of "%s"', async (option, seconds, most) => {
  expect(await start([`${option}=${seconds}`])).toEqual(
    refused(`The option ${option} takes a whole number of seconds from 1 to ${most}, not "${seconds}".\n`),
  );
});

test.each(['0', '61', '1.5', 'all', ''])('npm start rejects --cache-gets "%s"', async (seconds) => {
  expect(await start([`--cache-gets=${seconds}`])).toEqual(
    refused(`The option --cache-gets takes a whole number of seconds from 1 to 60, not "${seconds}".\n`),
  );
});

test('npm start rejects --allow-headers "x-a,b c", which has no name of a header', async () => {
  expect(await start(['--allow-headers=x-a,b c'])).toEqual(
    refused('The option --allow-headers takes names of headers or *, not "b c".\n'),
  );
});

test('npm start --help prints every option to standard output', async () => {
  const { code, stdout, stderr } = await start(['--help']);
  expect([code, stderr]).toEqual([0, '']);
  const options = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
  expect(options).toEqual([
    '--schema',
    '--resolvers',
    '--schedules',
    '--plans',
    '--port',
    '--data',
    '--reset',
    '--seed',
    '--silo',
    '--compat',
    '--operator-mfa',
    '--scan-files',
    '--cache-gets',
    '--allow-headers',
    '--socket-idle',
    '--socket-life',
    '--watch',
    '--generated',
    '--log',
    '--quiet',
    '--json',
    '--help',
  ]);
});

test.each([
  ['--socket-idle', 'no message'],
  ['--socket-life', 'been open'],
])('npm start with %s 2 closes a socket that has %s for two seconds', async (option) => {
  const server = await startServer({ args: [option, '2'] });
  try {
    const socket = new WebSocket(server.socketUrl, 'graphql-transport-ws');
    expect((await once(socket, 'close'))[0]).toBe(1000);
  } finally {
    await server.stop();
  }
});
