import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { run, type Outcome, type RunOptions } from './run.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

jest.setTimeout(120_000);

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startServer();
  folder = temporaryFolder();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const SCRIPT = 'src/local/commands/tenant.ts';
const tenant = (args: readonly string[], options?: RunOptions): Promise<Outcome> =>
  run(SCRIPT, [...args, '--data', server.data], options);
/** The document that a command printed with --json, after the check that it printed nothing else. */
const json = async (...args: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await tenant([...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
};

describe('npm run tenant', () => {
  test('list shows all tenants, as a table and as one document', async () => {
    expect(await tenant(['list'])).toEqual({
      code: 0,
      stdout: [
        'ID      NAME    STATUS  PLAN        SEATS',
        'acme    Acme    ACTIVE  enterprise  4',
        'globex  Globex  ACTIVE  enterprise  4\n',
      ].join('\n'),
      stderr: '',
    });
    expect(await json('list')).toMatchObject([{ id: 'acme' }, { id: 'globex', status: 'ACTIVE' }]);
  });

  test('show tells what is known of one tenant', async () => {
    const { stdout } = await tenant(['show', 'acme']);
    expect(stdout).toMatch(/^id +acme\nname +Acme\nstatus +ACTIVE\nplan +enterprise\nseats +4\n/);
    expect(await json('show', 'acme')).toMatchObject({ id: 'acme', plan: 'enterprise', seats: 4 });
  });

  test('a tenant that never was is refused with 1, and with --json as a document', async () => {
    const message = 'There is no tenant "nobody".';
    expect(await tenant(['show', 'nobody'])).toEqual({ code: 1, stdout: '', stderr: `${message}\n` });
    const { code, stdout } = await tenant(['show', 'nobody', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'NOT_FOUND', message } });
  });
});

describe('a wrong command line', () => {
  test.each([
    [[], 'No command is named.', 'Usage: npm run tenant -- COMMAND [options]'],
    [['destroy'], 'There is no command "destroy".', 'Usage: npm run tenant -- COMMAND [options]'],
    [['show'], 'ID is missing.', 'Usage: npm run tenant -- show ID [options]'],
    [['list', 'acme'], '"acme" is one argument too many.', 'Usage: npm run tenant -- list [options]'],
    [['list', '--nope'], "Unknown option '--nope'.", 'Usage: npm run tenant -- list [options]'],
  ])('%j ends with 2, the mistake and the usage', async (args, mistake, usage) => {
    const { code, stdout, stderr } = await run(SCRIPT, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.startsWith(`${mistake}\n\n${usage}\n`)).toBe(true);
  });

  test('is one document with --json', async () => {
    const { code, stdout } = await run(SCRIPT, ['show', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'WRONG_USAGE', message: 'ID is missing.' } });
  });
});

describe('where the API is', () => {
  test('no server: a sentence, and 1', async () => {
    expect(await run(SCRIPT, ['list', '--data', folder])).toEqual({
      code: 1,
      stdout: '',
      stderr: `No server runs on the data directory "${folder}": start it with npm start.\n`,
    });
  });

  test('--endpoint with a token in the environment asks that API', async () => {
    const { stdout: token } = await run('src/local/commands/token.ts', [
      'opal',
      '--operator',
      '--data',
      server.data,
    ]);
    const env = { TENANTQL_OPERATOR_TOKEN: token.trim() };
    const { code, stdout } = await run(SCRIPT, ['list', '--json', '--endpoint', server.operatorEndpoint], {
      env,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'acme' }, { id: 'globex' }]);
  });

  test.each([
    [['--endpoint', 'https://api.test/operator/graphql'], /^An operator’s token is needed with --endpoint/],
    [
      ['--endpoint', 'http://api.test/operator/graphql', '--token', 'secret'],
      /^"http:\/\/api\.test\/operator\/graphql" must be an https address/,
    ],
    [['--as', 'alice'], /^"alice" is not an operator of the seed\.$/],
  ])('%j is refused with a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await tenant(['list', ...args]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a token that is no good is refused in the API’s words', async () => {
    const args = ['list', '--json', '--endpoint', server.operatorEndpoint, '--token', 'nonsense'];
    const { code, stdout } = await run(SCRIPT, args);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });
});

test('--help lists every command; that of a command its options', async () => {
  const { code, stdout, stderr } = await run(SCRIPT, ['--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect([...stdout.matchAll(/^ {2}(\w+)/gm)].map(([, verb]) => verb)).toEqual(['list', 'show']);
  const help = await run(SCRIPT, ['show', '--help', '--data', join(folder, 'none')]);
  expect(help.code).toBe(0);
  expect(help.stdout).toMatch(/^Usage: npm run tenant -- show ID \[options\]\n\nShows one tenant\.\n/);
});
