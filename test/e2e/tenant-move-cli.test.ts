import { rmSync } from 'node:fs';

import { ask } from './ask.ts';
import { run, type Outcome } from './run.ts';
import { signIn } from './sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

let data: string;
let server: TestServer;
beforeAll(async () => {
  data = temporaryFolder();
  server = await startServer({ data, args: ['--silo', 'acme'] });
});
afterAll(async () => {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

const tenant = (...args: string[]): Promise<Outcome> =>
  run('src/cli/commands/tenant.ts', [...args, '--data', data]);

test('npm run tenant -- move puts a tenant into its silo, even when the server stops during the move', async () => {
  const { AccessToken } = await signIn(server, 'alice', 'Alice-2026');
  const read =
    '{ listLabels { items { id name } } getProject(id: "acme-rocket") { name tasks { items { id } } } }';
  const before = await ask(server, AccessToken, read);
  expect(before.data).toMatchObject({ getProject: { name: 'Rocket skates' } });
  const cut = tenant('move', 'acme', '--to', 'silo');
  while (!(await tenant('show', 'acme')).stdout.includes('MOVING'));
  await server.stop();
  expect(await cut).toMatchObject({ code: 1, stdout: '' });

  server = await startServer({ data });
  const { code, stdout, stderr } = await tenant('move', 'acme', '--to', 'silo');
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^status +ACTIVE$[^]*^isolation +SILO$[^]*^items +\d+$/m),
  ]);
  expect(stderr).toMatch(/^move of acme: (\d+) of \1$/m);
  const again = await signIn(server, 'alice', 'Alice-2026');
  expect((await ask(server, again.AccessToken, read)).data).toEqual(before.data);
});

test.each([
  [
    'to the current place',
    ['move', 'globex', '--to', 'pool'],
    1,
    'The tenant "globex" is in the pool already.',
  ],
  ['without a table', ['move', 'globex', '--to', 'silo'], 1, 'There is no table for this tenant yet: '],
  ['of an unknown tenant', ['move', 'unknown', '--to', 'silo'], 1, 'There is no tenant "unknown".'],
  ['to an unknown place', ['move', 'globex', '--to', 'moon'], 2, '--to takes "silo" or "pool", not "moon".'],
])(
  'npm run tenant -- move %s fails with a message and its exit code',
  async (_case, args, code, sentence) => {
    const outcome = await tenant(...args);
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toContain(sentence);
    expect((await tenant('show', 'globex')).stdout).toMatch(/^status +ACTIVE$/m);
  },
);
