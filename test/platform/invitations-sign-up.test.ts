import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { PostConfirmationTriggerEvent, PreSignUpTriggerEvent } from 'aws-lambda';

import { createPostConfirmation, createPreSignUp, triggerHooks } from '../../src/lambda/index.ts';
import type { LogEntry } from '../../src/server/index.ts';
import { inProcess } from '../../src/local-cloud/cognito/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { codeOf } from './refusal-of.ts';

const DAY = 24 * 60 * 60 * 1000;
let now = Date.parse('2026-06-01T00:00:00Z');

let api: TestApi;
let pool: CognitoIdentityProvider;
beforeAll(async () => {
  api = await openTestApi({ now: () => now, signIns: true });
  pool = new CognitoIdentityProvider({ region: 'us-east-1', ...inProcess(api.cognito) });
});
afterAll(() => api.close());

const ClientId = 'testclient';
const Password = 'Correct-horse-1';

async function invite(
  email: string,
  as = 'alice',
  roles = ['MEMBER'],
): Promise<{ token: string; id: string }> {
  const { data, errors } = await api.ask(
    as,
    'mutation ($input: TenantInvitationInput!) { inviteMember(input: $input) { token invitation { id } } }',
    { input: { email, roles } },
  );
  expect(errors).toEqual([]);
  const sent = data?.['inviteMember'] as { token: string; invitation: { id: string } };
  return { token: sent.token, id: sent.invitation.id };
}
const signUp = (Username: string, email: string, invitation?: string) =>
  pool.signUp({
    ...{ ClientId, Username, Password },
    UserAttributes: [{ Name: 'email', Value: email }],
    ...(invitation !== undefined && { ClientMetadata: { invitation } }),
  });
const confirm = (Username: string, invitation?: string) =>
  pool.confirmSignUp({
    ...{ ClientId, Username },
    ConfirmationCode: api.mail.findLast(({ username }) => username === Username)?.code,
    ...(invitation !== undefined && { ClientMetadata: { invitation } }),
  });
const member = (username: string, tenantId = 'acme') =>
  api.control.get('member', { tenantId, userId: api.cognito.user(username)?.sub ?? '' });

describe('a sign-up', () => {
  it('with an invitation and its address makes the user a member', async () => {
    const { token } = await invite('kim@new.test', 'alice', ['ADMIN']);
    await signUp('kim', 'Kim@New.test', token);
    expect(await member('kim')).toBeNull();
    await confirm('kim', token);
    expect(await member('kim')).toMatchObject({ username: 'kim', roles: ['ADMIN'], status: 'ACTIVE' });
    expect((await api.ask('kim', '{ me { email roles } }')).data).toEqual({
      me: { email: 'kim@new.test', roles: ['ADMIN'] },
    });
  });

  it('gets the same error without an invitation and with an unusable one', async () => {
    const other = await invite('other@new.test');
    const revoked = await invite('eve@new.test');
    await api.ask('alice', 'mutation ($id: ID!) { revokeInvitation(id: $id) { id } }', { id: revoked.id });
    const late = await invite('late@new.test');
    now += 7 * DAY;
    const refusals = await Promise.all(
      [
        signUp('eve', 'eve@new.test'),
        signUp('eve', 'eve@new.test', 'x'.repeat(43)),
        signUp('eve', 'eve@new.test', other.token),
        signUp('eve', 'eve@new.test', revoked.token),
        signUp('eve', 'late@new.test', late.token),
        // A user without an invitation does not learn whether a name is taken.
        signUp('alice', 'eve@new.test'),
      ].map((asked) => asked.then(String, String)),
    );
    expect(new Set(refusals)).toEqual(
      new Set([
        'UserLambdaValidationException: PreSignUp failed with error There is no such invitation for your verified e-mail address: ask for a new one.',
      ]),
    );
    expect(api.cognito.user('eve')).toBeUndefined();
  });

  it('is refused with a username that looks like a stored owner or an API key', async () => {
    const { token } = await invite('forger@new.test');
    const owner = `${api.cognito.user('bob')?.sub ?? ''}::bob`;
    for (const name of [owner, 'x::bob', 'key:0123', 'Key:0123'])
      await expect(signUp(name, 'forger@new.test', token)).rejects.toThrow(
        /The username must not contain "::" or begin with "key:": choose another one/,
      );
    await signUp('forger', 'forger@new.test', token);
  });

  it('is refused while no seat is free', async () => {
    const { token } = await invite('full@new.test');
    await api.register.changeTenant('acme', { overrides: { limits: { seats: 1 }, features: {} } });
    await expect(signUp('full', 'full@new.test', token)).rejects.toThrow(
      /All 1 seats of this tenant are taken/,
    );
    await api.register.changeTenant('acme', { overrides: { limits: {}, features: {} } });
  });

  it('makes no member until the address is verified', async () => {
    const { token } = await invite('pat@new.test');
    await signUp('pat', 'pat@new.test', token);
    await expect(
      pool.initiateAuth({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'pat', PASSWORD: Password },
      }),
    ).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
    const { accessToken } = await api.cognito.issueTokens('pat', { invitation: token });
    expect((await api.askAs(accessToken, '{ me { id } }')).status).toBe(401);
    expect(await member('pat')).toBeNull();
  });

  it('that was confirmed without the invitation makes the user a member at a sign-in that names it', async () => {
    const { token } = await invite('sal@new.test');
    await signUp('sal', 'sal@new.test', token);
    await confirm('sal');
    expect(await member('sal')).toBeNull();
    const { accessToken } = await api.cognito.issueTokens('sal', { invitation: token });
    expect(codeOf(await api.askAs(accessToken, '{ me { id } }'))).toBeNull();
  });
});

describe('the triggers', () => {
  const accept = (event: object) =>
    createPostConfirmation(triggerHooks(api.platform, () => undefined))(
      event as PostConfirmationTriggerEvent,
    );

  it('change nothing when Cognito calls them a second time', async () => {
    const { token } = await invite('twice@new.test');
    const event = {
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      userName: 'twice',
      request: {
        userAttributes: { sub: 'sub-of-twice', email: 'twice@new.test', email_verified: 'true' },
        clientMetadata: { invitation: token },
      },
    };
    await accept(event);
    const before = await api.control.get('tenant', { id: 'acme' });
    await accept(event);
    expect(await api.control.get('tenant', { id: 'acme' })).toEqual(before);
  });

  it('make no member after a forgotten password, and allow an administrator to create users', async () => {
    const { token } = await invite('forgot@new.test');
    const attributes = { sub: 'sub-of-forgot', email: 'forgot@new.test', email_verified: 'true' };
    const request = { userAttributes: attributes, clientMetadata: { invitation: token } };
    await accept({ triggerSource: 'PostConfirmation_ConfirmForgotPassword', userName: 'forgot', request });
    expect(await api.control.get('member', { tenantId: 'acme', userId: 'sub-of-forgot' })).toBeNull();
    const created = { triggerSource: 'PreSignUp_AdminCreateUser', request: { userAttributes: attributes } };
    const preSignUp = createPreSignUp(triggerHooks(api.platform, () => undefined));
    await expect(preSignUp(created as unknown as PreSignUpTriggerEvent)).resolves.toBe(created);
  });

  it('allow a sign-in and log the failure when the audit cannot be written, and hide the cause from clients', async () => {
    const log: LogEntry[] = [];
    const broken = {
      ...api.control,
      transact: () => Promise.reject(new Error('table arn:aws:dynamodb is gone')),
    };
    const hooks = triggerHooks({ ...api.platform, control: broken }, (entry) => log.push(entry));
    await hooks.record('acme', { type: 'user', id: 'x', name: 'x' }, { action: 'member.signedIn' });
    expect(log).toMatchObject([{ level: 'error', message: 'sign-in was not recorded in the audit' }]);
    const event = {
      triggerSource: 'PreSignUp_SignUp',
      request: { userAttributes: { email: 'a@b.test' }, clientMetadata: { invitation: 'x' } },
    };
    await expect(createPreSignUp(hooks)(event as unknown as PreSignUpTriggerEvent)).rejects.toThrow(
      /^Something went wrong: try again$/,
    );
  });
});
