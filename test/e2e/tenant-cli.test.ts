import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { ask } from './ask.ts';
import { run, type Outcome, type RunOptions } from './run.ts';
import { signIn } from './sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

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

const SCRIPT = 'src/cli/commands/tenant.ts';
const tenant = (args: readonly string[], options?: RunOptions): Promise<Outcome> =>
  run(SCRIPT, [...args, '--data', server.data], options);
/** Waits, as a client does, for a change to take effect. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await pause(100);
};
/** Returns the JSON document that a command printed; expects no other output. */
const json = async (...args: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await tenant([...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
};

describe('npm run tenant', () => {
  test('list prints all tenants as a table or as one JSON document', async () => {
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

  test('show prints the details of a tenant', async () => {
    const { stdout } = await tenant(['show', 'acme']);
    expect(stdout).toMatch(
      /^id +acme\nname +Acme\nstatus +ACTIVE\nplan +enterprise\nisolation +POOL\nseats +4\n/,
    );
    expect(await json('show', 'acme')).toMatchObject({ id: 'acme', plan: 'enterprise', seats: 4 });
  });

  test('an unknown tenant gives the exit code 1, with --json as a document', async () => {
    const message = 'There is no tenant "unknown".';
    expect(await tenant(['show', 'unknown'])).toEqual({ code: 1, stdout: '', stderr: `${message}\n` });
    const { code, stdout } = await tenant(['show', 'unknown', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'NOT_FOUND', message } });
  });
});

describe('npm run tenant for the life of a tenant', () => {
  /** A token of carol, a member of globex, from before the changes. */
  let carol: string;
  beforeAll(async () => {
    carol = (await signIn(server, 'carol', 'Carol-2026')).AccessToken;
  });
  const refusalOf = async (query: string): Promise<unknown> =>
    (await ask(server, carol, query)).errors?.[0]?.extensions['code'];
  const READ = '{ listProjects { items { name } } }';
  const WRITE = 'mutation { createLabel(input: { name: "x", colour: "#ffffff" }) { id } }';

  test('create makes a tenant and prints the token for its first owner', async () => {
    const args = ['create', 'Initech Ltd', '--owner', 'ann@initech.test', '--plan', 'team', '--key', 'k1'];
    const created = await json(...args);
    expect(created).toMatchObject({
      tenant: { name: 'Initech Ltd', status: 'ACTIVE', plan: 'team' },
      invitation: { token: expect.stringMatching(/^[\w-]{20,}$/) as string },
    });
    const { tenant: again } = (await json(...args)) as { tenant: { id: string } };
    expect(created).toMatchObject({ tenant: { id: again.id } });
    expect(await json('list', '--status', 'active', '--plan', 'team', '--name', 'INITECH')).toMatchObject([
      { id: again.id },
    ]);
  });

  test('suspend affects tokens that are still valid, and resume ends the suspension', async () => {
    expect(await refusalOf(READ)).toBeUndefined();
    const { stdout } = await tenant(['suspend', 'globex', '--reason', 'unpaid', '--read-only']);
    expect(stdout).toMatch(/^status +SUSPENDED\nsuspension +READ_ONLY\nreason +unpaid$/m);
    await until(async () => (await refusalOf(WRITE)) === 'READ_ONLY');
    expect(await refusalOf(READ)).toBeUndefined();
    expect(await json('suspend', 'globex', '--reason', 'unpaid')).toMatchObject({
      suspensionMode: 'BLOCKED',
    });
    await until(async () => (await refusalOf(READ)) === 'TENANT_SUSPENDED');
    expect(await json('resume', 'globex')).toMatchObject({ status: 'ACTIVE', statusReason: null });
    await until(async () => (await refusalOf(READ)) === undefined);
  });

  test('plan changes the plan', async () => {
    expect(await json('plan', 'globex', 'team')).toMatchObject({ plan: 'team' });
    expect((await tenant(['plan', 'globex', 'enterprise'])).stdout).toMatch(/^plan +enterprise$/m);
  });

  test('offboard asks for confirmation, and cancel reverts it', async () => {
    const args = ['offboard', 'globex', '--reason', 'left', '--grace-days', '3'];
    const { code, stdout, stderr } = await tenant(args, { input: 'acme\n' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/Type "globex" to go on: \nNot confirmed: nothing was done\.\n$/);
    expect((await tenant(args)).code).toBe(1);
    expect(await json('show', 'globex')).toMatchObject({ status: 'ACTIVE' });

    expect((await tenant(args, { input: 'globex\n' })).stdout).toMatch(/^status +OFFBOARDING$/m);
    expect(await json('cancel', 'globex')).toMatchObject({ status: 'ACTIVE', graceEndsAt: null });
    const { graceEndsAt } = (await json(...args, '--yes')) as { graceEndsAt: string };
    expect(Math.round((Date.parse(graceEndsAt) - Date.now()) / 3_600_000)).toBe(3 * 24);
    await json('cancel', 'globex');
  });

  test.each([
    ['a step that the state does not allow', ['resume', 'acme'], /acme/],
    ['an unknown tenant', ['suspend', 'unknown', '--reason', 'x'], /unknown/],
    ['an unknown plan', ['plan', 'acme', 'golden'], /golden/],
    [
      'an operation that SUPPORT may not do',
      ['plan', 'acme', 'free', '--as', 'sid'],
      /^Not Authorized to access changePlan/,
    ],
  ])('%s gives the error of the API and the exit code 1', async (_case, args, words) => {
    const { code, stdout, stderr } = await tenant(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('npm run tenant with wrong arguments', () => {
  test.each([
    [[], 'No command is named.', 'Usage: npm run tenant -- COMMAND [options]'],
    [['destroy'], 'There is no command "destroy".', 'Usage: npm run tenant -- COMMAND [options]'],
    [['show'], 'ID is missing.', 'Usage: npm run tenant -- show ID [options]'],
    [['plan', 'acme'], 'PLAN is missing.', 'Usage: npm run tenant -- plan ID PLAN [options]'],
    [
      ['create', '--plan', 'team'],
      'NAME and --owner are missing.',
      'Usage: npm run tenant -- create NAME [options]',
    ],
    [['list', 'acme'], '"acme" is one argument too many.', 'Usage: npm run tenant -- list [options]'],
    [['list', '--nope'], "Unknown option '--nope'.", 'Usage: npm run tenant -- list [options]'],
  ])('prints the mistake and the usage of %j and exits with 2', async (args, mistake, usage) => {
    const { code, stdout, stderr } = await run(SCRIPT, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.startsWith(`${mistake}\n\n${usage}\n`)).toBe(true);
  });

  test('reports a value that is not a number', async () => {
    const args = ['offboard', 'acme', '--reason', 'x', '--grace-days', 'soon'];
    expect(await run(SCRIPT, args)).toEqual({
      code: 2,
      stdout: '',
      stderr: '--grace-days takes a whole number, not "soon".\n',
    });
  });

  test('prints one document with --json', async () => {
    const { code, stdout } = await run(SCRIPT, ['show', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'WRONG_USAGE', message: 'ID is missing.' } });
  });
});

describe('npm run tenant and the address of the API', () => {
  test('reports that no server runs and exits with 1', async () => {
    expect(await run(SCRIPT, ['list', '--data', folder])).toEqual({
      code: 1,
      stdout: '',
      stderr: `No server runs on the data directory "${folder}": start it with npm start.\n`,
    });
  });

  test('uses the API of --endpoint with a token from the environment', async () => {
    const { stdout: token } = await run('src/cli/commands/token.ts', [
      'opal',
      '--operator',
      '--data',
      server.data,
    ]);
    const env = { TENANTQL_OPERATOR_TOKEN: token.trim() };
    const { code, stdout } = await run(
      SCRIPT,
      ['show', 'acme', '--json', '--endpoint', server.operatorEndpoint],
      {
        env,
      },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'acme', status: 'ACTIVE' });
  });

  test.each([
    [
      ['--endpoint', 'https://api.test/operator/graphql'],
      /^An operator’s token is needed in TENANTQL_OPERATOR_TOKEN: /,
    ],
    [
      ['--endpoint', 'http://api.test/operator/graphql', '--token', 'secret'],
      /^"http:\/\/api\.test\/operator\/graphql" must be an https address/,
    ],
    [['--as', 'alice'], /^"alice" is not an operator of the seed\.$/],
  ])('rejects %j with an error message', async (args, sentence) => {
    const { code, stdout, stderr } = await tenant(['list', ...args]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('reports the error of the API for an invalid token', async () => {
    const args = ['list', '--json', '--endpoint', server.operatorEndpoint, '--token', 'nonsense'];
    const { code, stdout } = await run(SCRIPT, args);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });
});

test('npm run tenant -- --help lists every command, and --help of a command its options', async () => {
  const { code, stdout, stderr } = await run(SCRIPT, ['--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect([...stdout.matchAll(/^ {2}([\w-]+)/gm)].map(([, verb]) => verb)).toEqual([
    'list',
    'show',
    'create',
    'abandon',
    'suspend',
    'resume',
    'plan',
    'offboard',
    'cancel',
    'export',
    'import',
    'move',
    'purge',
    'jobs',
    'cancel-job',
    'backup',
  ]);
  const help = await run(SCRIPT, ['show', '--help', '--data', join(folder, 'none')]);
  expect(help.code).toBe(0);
  expect(help.stdout).toMatch(/^Usage: npm run tenant -- show ID \[options\]\n\nShows one tenant\.\n/);
});
