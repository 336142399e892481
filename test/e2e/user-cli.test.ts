import { ask } from './ask.ts';
import { run, type Outcome } from './run.ts';
import { signIn } from './sign-in.ts';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server.stop());

const user = (...args: string[]): Promise<Outcome> =>
  run('src/cli/commands/user.ts', [...args, '--data', server.data]);
/** Returns the JSON document that a command printed; expects no other output. */
const json = async (...args: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await user(...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
};
/** Calls an operation of the users' pool. */
const cognito = async (operation: string, input: object): Promise<void> => {
  const { ok } = await fetch(server.url, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify({ UserPoolId: server.userPoolId, ...input }),
  });
  expect(ok).toBe(true);
};
/** Returns the answer of the API to bob after a new sign-in. */
const asBob = async () => {
  const { AccessToken } = await signIn(server, 'bob', 'Bob-2026!');
  return ask(server, AccessToken, '{ me { username roles } }');
};

describe('npm run user', () => {
  test('list prints the members of a tenant', async () => {
    const { code, stdout, stderr } = await user('list', 'acme');
    expect([code, stderr]).toEqual([0, '']);
    const [heading, ...rows] = stdout.trimEnd().split('\n');
    expect(heading).toMatch(/^USER +EMAIL +ROLES +STATUS$/);
    expect(rows.map((row) => row.split(/ +/)).sort()).toEqual([
      ['alice', 'alice@acme.test', 'ADMIN', 'ACTIVE'],
      ['bob', 'bob@acme.test', 'MEMBER', 'ACTIVE'],
      ['olga', 'olga@acme.test', 'OWNER', 'ACTIVE'],
      ['sam', 'sam@example.test', 'MEMBER', 'ACTIVE'],
    ]);
    expect(await json('list', 'globex')).toHaveLength(4);
  });

  test('invite prints an invitation with its token', async () => {
    expect(await json('invite', 'acme', 'Ann@acme.test', '--roles', 'ADMIN, VIEWER')).toMatchObject({
      token: expect.stringMatching(/^[\w-]{20,}$/) as string,
      invitation: { email: 'ann@acme.test', roles: ['ADMIN', 'VIEWER'], status: 'PENDING' },
    });
    const { code, stdout } = await user('invite', 'acme', 'ben@acme.test');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^id +\S+\nemail +ben@acme\.test\nroles +MEMBER\nexpires +\d{4}-\S+\ntoken +\S+\n$/,
    );
  });

  test('role sets the roles of a member, given by username or address', async () => {
    expect(await json('role', 'acme', 'bob@acme.test', 'VIEWER,MEMBER')).toMatchObject({
      username: 'bob',
      roles: ['VIEWER', 'MEMBER'],
    });
    expect((await asBob()).data).toEqual({ me: { username: 'bob', roles: ['VIEWER', 'MEMBER'] } });
    const { stdout } = await user('role', 'acme', 'bob', 'MEMBER');
    expect(stdout).toMatch(/^user +bob\nemail +bob@acme\.test\nroles +MEMBER\nstatus +ACTIVE\n/);
  });

  test("disable removes a member's access, and enable restores it", async () => {
    expect(await json('disable', 'acme', 'bob')).toMatchObject({ username: 'bob', status: 'DISABLED' });
    expect((await asBob()).data).toBeUndefined();
    expect(await json('enable', 'acme', 'bob')).toMatchObject({ status: 'ACTIVE' });
  });

  test('import-groups prints the imported and the skipped members', async () => {
    for (const [GroupName, Username] of [
      ['globex:VIEWER', 'alice'],
      ['globex:EMPEROR', 'bob'],
    ]) {
      await cognito('CreateGroup', { GroupName });
      await cognito('AdminAddUserToGroup', { GroupName, Username });
    }
    expect(await json('import-groups')).toMatchObject({
      imported: [{ tenantId: 'globex', username: 'alice', roles: ['VIEWER'] }],
      skipped: [{ group: 'globex:EMPEROR' }],
    });
    const { stdout } = await user('import-groups');
    expect(stdout).toMatch(/^0 imported, 2 skipped\.\n/);
    expect(stdout).toMatch(/^GROUP +USER +SKIPPED BECAUSE\nglobex:EMPEROR /m);
    expect(await json('list', 'globex')).toHaveLength(5);
  });

  test.each([
    ['an unknown role', ['role', 'acme', 'bob', 'EMPEROR'], /EMPEROR/],
    ['a member of another tenant', ['disable', 'acme', 'carol'], /member/],
    ['an unknown tenant', ['invite', 'unknown', 'ann@acme.test'], /tenant/i],
    ['the last owner', ['disable', 'acme', 'olga'], /owner/],
    [
      'an operation that SUPPORT may not do',
      ['disable', 'acme', 'bob', '--as', 'sid'],
      /^Not Authorized to access disableMember/,
    ],
  ])('%s gives the error of the API and the exit code 1', async (_case, args, words) => {
    const { code, stdout, stderr } = await user(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
