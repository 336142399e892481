import { rmSync, watch, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

import { ask, post, type Answer } from './ask.ts';
import { withFixture } from './fixture-options.ts';
import { run, runShell } from './run.ts';
import { gone, isRunning, spawnServer, spawnServerIn } from './spawn-server.ts';
import { emulatorOf, startServer, temporaryFolder, type TestServer } from './start-server.ts';

let folder: string;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run token', () => {
  const USAGE = expect.stringMatching(
    /^Usage: npm run token -- USER \[--operator \| --tenant ID\] \[WHERE\] \[--new-authenticator\]\n/,
  ) as string;
  let server: TestServer;
  beforeAll(async () => (server = await startServer()));
  afterAll(() => server.stop());
  const token = (...args: string[]) => run('src/cli/commands/token.ts', [...args, '--data', server.data]);

  it('prints a token that the API accepts', async () => {
    const { code, stdout, stderr } = await token('alice');
    expect([code, stderr]).toEqual([0, '']);
    const { data } = await ask(server, stdout.trim(), '{ myCard { name } }');
    expect(data).toEqual({ myCard: { name: 'Alice Arden' } });
  });

  it("prints an operator's token, which only the operators' API accepts", async () => {
    const { code, stdout, stderr } = await token('opal', '--operator');
    expect([code, stderr]).toEqual([0, '']);
    const operators = { endpoint: server.operatorEndpoint };
    const { data } = await ask(operators, stdout.trim(), '{ tenant(id: "acme") { name } }');
    expect(data).toEqual({ tenant: { name: 'Acme' } });
    expect((await ask(server, stdout.trim(), '{ myCard { name } }')).status).toBe(401);
  });

  it('chooses the tenant of a user with several tenants', async () => {
    const names = '{ listProjects { items { name } } }';
    const { stdout: acme } = await token('sam', '--tenant', 'acme');
    const { stdout: globex } = await token('sam', '--tenant', 'globex');
    expect((await ask(server, acme.trim(), names)).data).toMatchObject({
      listProjects: { items: { length: 2 } },
    });
    expect((await ask(server, globex.trim(), names)).data).toEqual({
      listProjects: { items: [{ name: 'Dam inspection' }] },
    });
  });

  it('prints a token for the header x-tenant if the user has several tenants and names none', async () => {
    const { stdout, stderr } = await token('sam');
    expect(stderr).toBe(
      'The token is for several tenants: acme, globex. Name one with --tenant, or in the header "x-tenant".\n',
    );
    const headers = { authorization: `Bearer ${stdout.trim()}`, 'x-tenant': 'globex' };
    const body = JSON.stringify({ query: '{ listProjects { items { name } } }' });
    expect((await post(server.endpoint, body, headers)).data).toEqual({
      listProjects: { items: [{ name: 'Dam inspection' }] },
    });
  });

  it.each([
    [
      ['alice', '--tenant', 'globex'],
      'PreTokenGeneration failed with error You are not a member of the tenant that you named.\n',
    ],
    [['mallory'], '"mallory" is not a user of the seed: give the password with --password.\n'],
    [['alice', '--password', 'wrong'], 'Incorrect username or password.\n'],
    [['alice', '--operator'], '"alice" is not a user of the seed: give the password with --password.\n'],
    [['opal', '--operator', '--tenant', 'acme'], USAGE],
    [[], USAGE],
  ])('rejects %j with an error message', async (args, stderr) => {
    expect(await token(...args)).toEqual({ code: 1, stdout: '', stderr });
  });

  it('reports that no server runs', async () => {
    const args = ['alice', '--data', folder];
    expect(await run('src/cli/commands/token.ts', args)).toEqual({
      code: 1,
      stdout: '',
      stderr: `No server runs on the data directory "${folder}": start it with npm start.\n`,
    });
  });
});

describe('npm run print-api', () => {
  const schema =
    'type Note @model @auth(rules: [{ allow: public }, { allow: private }]) { id: ID! text: String }';

  it('prints the API of a schema file', async () => {
    const file = join(folder, 'note.graphql');
    writeFileSync(file, schema.replace('{ allow: public }, ', ''));
    const { code, stdout, stderr } = await run('src/cli/commands/print-api.ts', [file]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/type ModelNoteConnection \{\n {2}items: \[Note!\]!/);
  });

  it('prints the API of Amplify with --compat, even for a schema that we do not support', async () => {
    const file = join(folder, 'note.graphql');
    writeFileSync(file, schema);
    const { code, stdout, stderr } = await run('src/cli/commands/print-api.ts', [file, '--compat']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/type ModelNoteConnection \{\n {2}items: \[Note\]!/);
    expect(stderr).toContain('public');
    expect((await run('src/cli/commands/print-api.ts', [file], { root: '.' })).code).toBe(1);
  });
});

describe('npm start', () => {
  it('prints the users and a curl command that works in a shell', async () => {
    const server = spawnServer(['--port', '0', '--data', folder]);
    const greeting = await server.prints(/Ready in [\d.]+ s\./);
    expect(greeting).toMatch(/^ {4}alice {3}Alice-2026 {3}acme \(ADMIN\)$/m);
    expect(greeting).toMatch(/^ {4}opal {3}Opal-2026! {3}ADMIN$/m);
    expect(greeting).toMatch(/^ {2}Operators {2}http:\/\/localhost:\d+\/operator$/m);
    expect(greeting).toContain('globex: carol sees 2 rows by listTasks');
    const [line = ''] = /^curl .*$/m.exec(greeting) ?? [];
    const { code, stdout } = await runShell(line);
    await server.stop();
    expect(code).toBe(0);
    const { data } = JSON.parse(stdout) as Answer;
    expect(data).toMatchObject({ listTasks: { items: { length: 5 } } });
  });

  it('prints a curl command that works for rows without an id', async () => {
    const file = join(folder, 'keyed.graphql');
    const keyed =
      '@model @auth(rules: [{ allow: private }]) { isbn: ID! @primaryKey(sortKeyFields: ["copy"])';
    writeFileSync(file, `type Book ${keyed} copy: Int! }`);
    const data = join(folder, 'keyed');
    const server = spawnServerIn('.', ['--port', '0', '--data', data, '--schema', file]);
    const [line = ''] = /^curl .*$/m.exec(await server.prints(/Ready in [\d.]+ s\./)) ?? [];
    const { stdout } = await runShell(line);
    await server.stop();
    expect(line).toContain('{ isbn copy }');
    expect(JSON.parse(stdout)).toEqual({ data: { listBooks: { items: [] } } });
  });

  it('prints nothing with --quiet', async () => {
    const listening = changes(folder, () => existsSync(join(folder, 'server.json')));
    const server = spawnServerIn('.', withFixture(['--port', '0', '--data', folder, '--quiet']));
    await listening;
    const { stdout } = await run('src/cli/commands/token.ts', ['alice', '--data', folder]);
    expect(stdout).toMatch(/^ey/);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expect([server.output(), server.errors()]).toEqual(['', '']);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('exits with 0 and leaves no process on %s', async (signal) => {
    const server = await startServer({ data: folder });
    const emulator = emulatorOf(folder) ?? 0;
    process.kill(server.pid, signal);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect([isRunning(emulator), server.errors()]).toEqual([false, '']);
  });

  it('leaves no process when it is stopped during the start', async () => {
    const data = join(folder, 'dynamodb');
    mkdirSync(data);
    const started = changes(
      data,
      () => existsSync(join(data, 'data.db.lock')) && emulatorOf(folder) !== null,
    );
    const server = spawnServer(['--port', '0', '--data', folder, '--json']);
    await started;
    process.kill(server.pid, 'SIGTERM');
    await server.exited;
    await gone(-server.pid);
  });
});

/** Resolves when a condition on a folder holds; checks it at each change of the folder. */
function changes(folder: string, hold: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      if (!hold()) return;
      watcher.close();
      resolve();
    });
  });
}
