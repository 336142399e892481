import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';

import { codeOf, stepAt } from '../../src/local-cloud/cognito/totp.ts';
import { ask } from './ask.ts';
import { converse, type Exchange } from './converse.ts';
import { run, type Outcome } from './run.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

const TOKEN = 'src/cli/commands/token.ts';
const TENANT = 'src/cli/commands/tenant.ts';
const OWN = 'Own-horse-battery-1';

let server: TestServer;
let folder: string;
let sdk: CognitoIdentityProvider;
/** The file of outputs that a deployment of the stage "try" would write. */
let outputs: string;
let env: Record<string, string>;
beforeAll(async () => {
  server = await startServer({ args: ['--operator-mfa'] });
  folder = temporaryFolder();
  outputs = join(folder, 'outputs.json');
  const stack = {
    OperatorEndpoint: server.operatorEndpoint,
    OperatorPoolId: server.operatorUserPoolId,
    OperatorPoolClientId: server.operatorClientId,
    UserPoolId: server.userPoolId,
    UserPoolClientId: server.clientId,
  };
  writeFileSync(outputs, JSON.stringify({ 'tenantql-try': stack }));
  env = { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: server.url };
  sdk = new CognitoIdentityProvider({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  sdk.destroy();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Creates an operator with a temporary password, as docs/operate.md says. */
async function newOperator(Username: string): Promise<void> {
  const user = { UserPoolId: server.operatorUserPoolId, Username };
  await sdk.adminCreateUser({ ...user, TemporaryPassword: 'Temporary-horse-1' });
  await sdk.adminAddUserToGroup({ ...user, GroupName: 'ADMIN' });
}

const stage = (): string[] => ['--stage', 'try', '--outputs', outputs];
const signIn = (username: string, exchanges: readonly Exchange[], ...args: string[]): Promise<Outcome> =>
  converse(TOKEN, [username, '--operator', ...stage(), ...args], { env, exchanges });

const secretIn = (said: string): string => /key +([A-Z2-7]{52})\n/.exec(said)?.[1] ?? '';
const code = (secret: string, steps = 0): string => codeOf(secret, stepAt(Date.now() / 1000) + steps);
const wrongCode = (secret: string): string => {
  const right = [-2, -1, 0, 1, 2].map((steps) => code(secret, steps));
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((each) => !right.includes(each)) ?? ''
  );
};

/** Signs in for the first time, up to the token; returns also the secret that the command showed. */
async function firstSignIn(username: string): Promise<Outcome & { readonly secret: string }> {
  const outcome = await signIn(username, [
    [new RegExp(`Password of ${username}: $`), 'Temporary-horse-1'],
    [/New password: $/, OWN],
    [/The code that it shows: $/, (said) => code(secretIn(said))],
  ]);
  return { ...outcome, secret: secretIn(outcome.stderr) };
}
/** Signs in again with a code. */
const withCode = (username: string, typed: string, ...args: string[]): Promise<Outcome> =>
  signIn(
    username,
    [
      [/Password of \w+: $/, OWN],
      [/Code of your authenticator: $/, typed],
    ],
    ...args,
  );
const refused = (sentence: string) => ({
  code: 1,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`: \\n${sentence}\n$`)) as string,
});

describe('the sign-in of an operator of a deployed stage', () => {
  let secret: string;

  test('sets a password and an authenticator and prints a token the first time', async () => {
    await newOperator('otto');
    const { secret: shown, ...outcome } = await firstSignIn('otto');
    secret = shown;
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ey[\w.-]+\n$/) as string });
    expect(outcome.stderr).toContain(
      `otpauth://totp/tenantql-try:otto?secret=${secret}&issuer=tenantql-try\n`,
    );
    expect(outcome.stderr).not.toContain(OWN);

    const listed = await run(TENANT, ['list', ...stage()], {
      env: { TENANTQL_OPERATOR_TOKEN: outcome.stdout.trim() },
    });
    expect(listed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^acme +Acme +ACTIVE/m) as string,
    });
    const byAddress = await run(TENANT, ['list', '--endpoint', server.operatorEndpoint], {
      env: { TENANTQL_OPERATOR_TOKEN: outcome.stdout.trim() },
    });
    expect(byAddress).toEqual(listed);
  });

  test('asks for a code the next time, and rejects a wrong or used code with a message', async () => {
    expect(await withCode('otto', wrongCode(secret))).toEqual(refused('That code is wrong.'));
    const next = code(secret, 1);
    const { code: ended, stdout } = await withCode('otto', `${next.slice(0, 3)} ${next.slice(3)}`);
    expect([ended, stdout]).toEqual([0, expect.stringMatching(/^ey/)]);
    expect(await withCode('otto', next)).toEqual(
      refused('That code was used already: wait for the next one.'),
    );
  });

  test('reads the answers from a file or a pipe', async () => {
    await newOperator('pia');
    const { secret: pias } = await firstSignIn('pia');
    const { stdout, ...rest } = await run(TOKEN, ['pia', '--operator', ...stage()], {
      env,
      input: `${OWN}\n${code(pias, 1)}\n`,
    });
    expect(rest).toEqual({ code: 0, stderr: 'Password of pia: \nCode of your authenticator: \n' });
    const { data } = await ask(
      { endpoint: server.operatorEndpoint },
      stdout.trim(),
      '{ tenant(id: "acme") { id } }',
    );
    expect(data).toEqual({ tenant: { id: 'acme' } });
  });

  test('replaces the authenticator with --new-authenticator, and the old one becomes invalid', async () => {
    await newOperator('nina');
    const { secret: old } = await firstSignIn('nina');
    const changed = await signIn(
      'nina',
      [
        [/Password of nina: $/, OWN],
        [/Code of your authenticator: $/, () => code(old, 1)],
        [/The code that it shows: $/, (said) => code(secretIn(said))],
      ],
      '--new-authenticator',
    );
    expect(changed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ey/) as string });
    const renewed = secretIn(changed.stderr);
    expect(renewed).not.toBe(old);
    expect(await withCode('nina', code(old, 1))).toEqual(refused('That code is wrong.'));
    expect((await withCode('nina', code(renewed, 1))).code).toBe(0);
  });

  test('works for a user who was created again after a lost phone, and with a new temporary password', async () => {
    await newOperator('lena');
    const lena = { UserPoolId: server.operatorUserPoolId, Username: 'lena' };
    const { secret: lost } = await firstSignIn('lena');
    await sdk.adminUserGlobalSignOut(lena);
    await sdk.adminDeleteUser(lena);
    await newOperator('lena');
    const { code: ended, secret: found } = await firstSignIn('lena');
    expect(ended).toBe(0);
    expect(found).not.toBe(lost);

    await sdk.adminSetUserPassword({ ...lena, Password: 'Temporary-horse-2', Permanent: false });
    const outcome = await signIn('lena', [
      [/Password of lena: $/, 'Temporary-horse-2'],
      [/New password: $/, 'Another-horse-battery-2'],
      [/Code of your authenticator: $/, () => code(found, 1)],
    ]);
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ey/) as string });
  });

  test('asks for the set-up again when the first code was wrong', async () => {
    await newOperator('zoe');
    const failed = await signIn('zoe', [
      [/Password of zoe: $/, 'Temporary-horse-1'],
      [/New password: $/, OWN],
      [/The code that it shows: $/, (said) => wrongCode(secretIn(said))],
    ]);
    expect(failed).toEqual(refused('That code is wrong.'));
    const again = await signIn('zoe', [
      [/Password of zoe: $/, OWN],
      [/The code that it shows: $/, (said) => code(secretIn(said))],
    ]);
    expect(again.code).toBe(0);
  });

  test('reports a wrong or weak password but does not reveal whether a user exists', async () => {
    for (const name of ['otto', 'unknown']) {
      expect(await signIn(name, [[/Password of \w+: $/, 'Wrong-horse-1']])).toEqual(
        refused('Incorrect username or password.'),
      );
    }
    await newOperator('walt');
    const weak = await signIn('walt', [
      [/Password of walt: $/, 'Temporary-horse-1'],
      [/New password: $/, 'weak'],
    ]);
    expect(weak).toEqual(refused('Password did not conform with policy: Password not long enough'));
  });
});

describe('npm run token with a deployed pool', () => {
  test("signs a user into one of the user's tenants, and works with the ids of any pool", async () => {
    const { stdout } = await run(TOKEN, ['sam', ...stage(), '--tenant', 'globex'], {
      env,
      input: 'Sam-2026!\n',
    });
    const rows = await ask(server, stdout.trim(), '{ listProjects { items { name } } }');
    expect(rows.data).toEqual({ listProjects: { items: [{ name: 'Dam inspection' }] } });
    const pool = ['--pool', server.userPoolId, '--client', server.clientId];
    const alice = await run(TOKEN, ['alice', ...pool], { env, input: 'Alice-2026\n' });
    expect((await ask(server, alice.stdout.trim(), '{ myCard { name } }')).data).toEqual({
      myCard: { name: 'Alice Arden' },
    });
  });

  test.each([
    [['--stage', 'prod'], /^".*outputs\.json" has no outputs of the stage "prod": deploy it from here/],
    [['--pool', 'nonsense', '--client', 'c'], /^"nonsense" is no id of a user pool/],
    [['--pool', 'us-east-1_X'], /^Usage: npm run token/],
    [['--stage', 'try', '--password', 'secret'], /^Usage: npm run token/],
    [['--stage', 'try', '--pool', 'us-east-1_X', '--client', 'c'], /^Usage: npm run token/],
    [['--stage', 'try'], /No answer came to: "Password of alice"\. Nothing was signed in\.\n$/],
  ])('rejects %j with an error message', async (args, words) => {
    const refusal = await run(TOKEN, ['alice', '--outputs', outputs, ...args], { env });
    expect([refusal.code, refusal.stdout]).toEqual([1, '']);
    expect(refusal.stderr).toMatch(words);
  });

  test('refuses to send a password to an http address', async () => {
    const { stderr } = await run(TOKEN, ['alice', ...stage()], {
      env: { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://cognito.test' },
      input: 'Alice-2026\n',
    });
    expect(stderr).toBe(
      '"http://cognito.test" must be an https address: a token does not travel in the clear.\n',
    );
  });
});

describe('npm run tenant --stage', () => {
  test('names the command that prints the missing token', async () => {
    expect(await run(TENANT, ['list', ...stage()])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'An operator’s token is needed in TENANTQL_OPERATOR_TOKEN: ' +
        '"npm run --silent token -- OPERATOR --operator --stage try" prints one.\n',
    });
  });

  test('rejects --stage together with --endpoint', async () => {
    const both = await run(TENANT, ['list', ...stage(), '--endpoint', server.operatorEndpoint]);
    expect(both.stderr).toBe('Either --stage or --endpoint says which API is asked, not both.\n');
  });
});

describe('npm start -- --operator-mfa', () => {
  test('requires an authenticator of the operators of the seed', async () => {
    const { code: ended, stdout } = await converse(TOKEN, ['opal', '--operator', '--data', server.data], {
      exchanges: [[/The code that it shows: $/, (said) => code(secretIn(said))]],
    });
    expect([ended, stdout]).toEqual([0, expect.stringMatching(/^ey/)]);
    const { stderr } = await run(TENANT, ['list', '--data', server.data]);
    expect(stderr).toMatch(
      /^"opal" signs in with an authenticator: put a token of "npm run token -- opal --operator"/,
    );
  });
});
