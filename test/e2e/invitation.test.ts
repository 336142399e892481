import '../browser-name.ts';
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { confirmSignUp, fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';

import type { CognitoMessage } from '../../src/local-cloud/cognito/index.ts';
import { ask } from './ask.ts';
import { signIn as signInByPassword } from './sign-in.ts';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  // The library warns that the endpoints are not AWS's, which is intended.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  const { userPoolId, clientId, url, endpoint } = server;
  Amplify.configure({
    Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: url } },
    API: { GraphQL: { endpoint, defaultAuthMode: 'userPool' } },
  });
});
afterAll(() => server.stop());
afterEach(() => signOut());

const password = 'Correct-horse-1';

/** Creates an invitation as a user of the seed; returns its token. */
async function invite(username: string, theirPassword: string, email: string): Promise<string> {
  const { AccessToken } = await signInByPassword(server, username, theirPassword);
  const query = `mutation { inviteMember(input: { email: "${email}", roles: ["MEMBER"] }) { token } }`;
  const { data } = await ask(server, AccessToken, query);
  return (data as { inviteMember: { token: string } }).inviteMember.token;
}

/** Returns the code for a user from the log of the server. */
async function codeFor(username: string): Promise<string> {
  const output = await server.prints(new RegExp(`"username":"${username}".*\\n`));
  const mails = output
    .split('\n')
    .filter((line) => line.startsWith('{"mail"'))
    .map((line) => (JSON.parse(line) as { mail: CognitoMessage }).mail);
  return mails.findLast((mail) => mail.username === username)?.code ?? '';
}

async function tenantOfQuery(): Promise<unknown> {
  return generateClient().graphql({ query: '{ tenant { id } me { username roles tenants { id active } } }' });
}

it('an invited user signs up, confirms, signs in and queries with aws-amplify alone', async () => {
  const [username, email] = ['kim', 'kim@new.test'];
  const clientMetadata = { invitation: await invite('alice', 'Alice-2026', email) };
  const { nextStep } = await signUp({
    username,
    password,
    options: { userAttributes: { email }, clientMetadata },
  });
  expect(nextStep).toMatchObject({ signUpStep: 'CONFIRM_SIGN_UP' });
  expect(await signIn({ username, password })).toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_UP' } });
  const confirmationCode = await codeFor(username);
  await confirmSignUp({ username, confirmationCode, options: { clientMetadata } });
  expect(await signIn({ username, password })).toMatchObject({ isSignedIn: true });
  expect(await tenantOfQuery()).toEqual({
    data: {
      tenant: { id: 'acme' },
      me: { username, roles: ['MEMBER'], tenants: [{ id: 'acme', active: true }] },
    },
  });
  const query = '{ listProjects { items { id } } }';
  expect(await generateClient().graphql({ query })).toMatchObject({
    data: { listProjects: { items: expect.arrayContaining([expect.anything()]) as unknown } },
  });
});

it('a sign-up without an invitation is rejected', async () => {
  await expect(
    signUp({ username: 'mallory', password, options: { userAttributes: { email: 'mallory@new.test' } } }),
  ).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
});

it('a member of one tenant accepts an invitation to another and switches between both by refreshes', async () => {
  const token = await invite('carol', 'Carol-2026', 'bob@acme.test');
  await signIn({ username: 'bob', password: 'Bob-2026!' });
  const query = `mutation { acceptInvitation(token: "${token}") { id active } }`;
  expect(await generateClient().graphql({ query })).toEqual({
    data: { acceptInvitation: { id: 'globex', active: false } },
  });
  expect(await tenantOfQuery()).toMatchObject({ data: { tenant: { id: 'acme' } } });
  for (const tenant of ['globex', 'acme', 'globex']) {
    await fetchAuthSession({ forceRefresh: true, clientMetadata: { tenant } });
    expect(await tenantOfQuery()).toMatchObject({ data: { tenant: { id: tenant } } });
  }
  // The library's own refreshes name no tenant.
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  expect(await ask(server, String(tokens?.accessToken), '{ me { id } }')).toMatchObject({
    errors: [{ extensions: { code: 'TENANT_REQUIRED' } }],
  });
  for (const tenant of ['globex', 'acme'])
    expect(await generateClient().graphql({ query: '{ tenant { id } }' }, { 'x-tenant': tenant })).toEqual({
      data: { tenant: { id: tenant } },
    });
  await expect(
    fetchAuthSession({ forceRefresh: true, clientMetadata: { tenant: 'elsewhere' } }),
  ).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreTokenGeneration failed with error You are not a member of the tenant that you named.',
  });
});
