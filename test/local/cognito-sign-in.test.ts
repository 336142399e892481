import { getDiffieHellman } from 'node:crypto';

import {
  ada,
  claimsOf,
  clientId,
  signInByPassword,
  startCognito,
  userPoolId,
  type CognitoServer,
} from './cognito-server.ts';

const wrongCredentials = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const SRP_A = 'abcdef0123456789';

let server: CognitoServer;
let now: number;
let mail: { to: string; purpose: string; code: string }[];
beforeEach(async () => {
  now = Date.now();
  mail = [];
  server = await startCognito({ now: () => now, deliver: (message) => mail.push(message) });
});
afterEach(() => server.close());

const initiate = (
  AuthFlow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'USER_AUTH',
  AuthParameters: Record<string, string>,
) => server.sdk.initiateAuth({ ClientId: clientId, AuthFlow, AuthParameters });

describe('a sign-in', () => {
  it('accepts the username or the verified e-mail address in any letter case', async () => {
    for (const name of ['ada', 'ADA', 'ada@example.com', 'Ada@Example.com']) {
      const { AccessToken } = await signInByPassword(server, name);
      expect(claimsOf(AccessToken)['username']).toBe('ada');
    }
  });

  it('rejects an unverified e-mail address', async () => {
    await server.cognito.putUser({
      username: 'eve',
      email: 'victim@example.com',
      password: ada.password,
      attributes: { email_verified: 'false' },
    });
    await expect(signInByPassword(server, 'victim@example.com')).rejects.toMatchObject(wrongCredentials);
  });

  it('returns the same error for a wrong password and an unknown user', async () => {
    await expect(signInByPassword(server, 'ada', 'Wrong-horse-1')).rejects.toMatchObject(wrongCredentials);
    await expect(signInByPassword(server, 'nobody', ada.password)).rejects.toMatchObject(wrongCredentials);
  });

  it('begins an SRP handshake for an unknown user too, always with the same salt', async () => {
    const known = await initiate('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A });
    const first = await initiate('USER_SRP_AUTH', { USERNAME: 'nobody', SRP_A });
    const second = await initiate('USER_SRP_AUTH', { USERNAME: 'nobody', SRP_A });
    expect(Object.keys(first)).toEqual(Object.keys(known));
    expect(Object.keys(first.ChallengeParameters ?? {})).toEqual(
      Object.keys(known.ChallengeParameters ?? {}),
    );
    expect(first.ChallengeParameters?.['SALT']).toHaveLength(
      known.ChallengeParameters?.['SALT']?.length ?? 0,
    );
    expect(second.ChallengeParameters?.['SALT']).toBe(first.ChallengeParameters?.['SALT']);
    expect(first.ChallengeParameters?.['USER_ID_FOR_SRP']).toBe('nobody');
  });

  it('rejects a public SRP value that would open any account', async () => {
    const N = getDiffieHellman('modp15').getPrime('hex');
    const twice = (BigInt(`0x${N}`) * 2n).toString(16);
    for (const value of ['0', '00', N, twice, 'not hex']) {
      await expect(initiate('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A: value })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });

  it('rejects an SRP proof made without the password, and the handshake cannot be retried', async () => {
    const { ChallengeParameters = {}, Session } = await initiate('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A });
    const answer = () =>
      server.sdk.respondToAuthChallenge({
        ClientId: clientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        Session,
        ChallengeResponses: {
          USERNAME: 'ada',
          PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters['SECRET_BLOCK'] ?? '',
          PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
          TIMESTAMP: 'Sat Jan 3 00:00:00 UTC 2026',
        },
      });
    await expect(answer()).rejects.toMatchObject(wrongCredentials);
    await expect(answer()).rejects.toThrow('Invalid session for the user.');
  });

  it('lets a client choose the challenge by USER_AUTH, once for each session', async () => {
    const { ChallengeName, AvailableChallenges, Session } = await initiate('USER_AUTH', { USERNAME: 'ada' });
    expect({ ChallengeName, AvailableChallenges }).toEqual({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
    const choose = () =>
      server.sdk.respondToAuthChallenge({
        ClientId: clientId,
        ChallengeName: 'SELECT_CHALLENGE',
        Session,
        ChallengeResponses: { USERNAME: 'ada', ANSWER: 'PASSWORD', PASSWORD: ada.password },
      });
    expect((await choose()).AuthenticationResult?.AccessToken).toBeDefined();
    await expect(choose()).rejects.toThrow('Invalid session for the user.');
  });

  it('is denied to a disabled user, whose tokens become invalid at once', async () => {
    const { AccessToken, RefreshToken } = await signInByPassword(server);
    await server.sdk.adminDisableUser({ UserPoolId: userPoolId, Username: 'ada' });
    await expect(signInByPassword(server)).rejects.toThrow('User is disabled.');
    await expect(server.cognito.issueTokens('ada')).rejects.toThrow('User is disabled.');
    await expect(server.sdk.getUser({ AccessToken })).rejects.toThrow('User is disabled.');
    await server.sdk.adminEnableUser({ UserPoolId: userPoolId, Username: 'ada' });
    await expect(server.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken })).rejects.toThrow(
      'Invalid Refresh Token',
    );
    expect((await signInByPassword(server)).AccessToken).not.toBe('');
  });

  it('is denied to an unknown client and to a flow that the client does not allow', async () => {
    await expect(
      server.sdk.initiateAuth({ ClientId: 'other', AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {} }),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client other does not exist.',
    });
    await expect(
      server.sdk.initiateAuth({ ClientId: clientId, AuthFlow: 'CUSTOM_AUTH' }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('cannot be created by a sign-up in a pool without sign-up', async () => {
    await expect(
      server.sdk.signUp({ ClientId: clientId, Username: 'mallory', Password: 'Correct-horse-1' }),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
  });
});

describe('a temporary password', () => {
  const signInAsNew = () => initiate('USER_PASSWORD_AUTH', { USERNAME: 'new', PASSWORD: 'Temporary-1' });
  const choose = (Session: string | undefined, NEW_PASSWORD: string, more: Record<string, string> = {}) =>
    server.sdk.respondToAuthChallenge({
      ClientId: clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME: 'new', NEW_PASSWORD, ...more },
    });
  beforeEach(() =>
    server.sdk.adminCreateUser({
      UserPoolId: userPoolId,
      Username: 'new',
      TemporaryPassword: 'Temporary-1',
      UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
    }),
  );

  it('is sent by mail and must be replaced before the pool issues tokens', async () => {
    expect(mail).toMatchObject([
      { to: 'new@example.com', purpose: 'temporary password', code: 'Temporary-1' },
    ]);
    const { ChallengeName, AuthenticationResult, Session } = await signInAsNew();
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(AuthenticationResult).toBeUndefined();
    const done = await choose(Session, 'Permanent-1');
    const RefreshToken = done.AuthenticationResult?.RefreshToken;
    await server.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken });
    await expect(signInAsNew()).rejects.toMatchObject(wrongCredentials);
    expect((await server.sdk.adminGetUser({ UserPoolId: userPoolId, Username: 'new' })).UserStatus).toBe(
      'CONFIRMED',
    );
  });

  it('that is wrong gets no challenge', async () => {
    const wrong = initiate('USER_PASSWORD_AUTH', { USERNAME: 'new', PASSWORD: 'Temporary-2' });
    await expect(wrong).rejects.toMatchObject(wrongCredentials);
  });

  it('cannot be replaced with a forged, used, expired or foreign session', async () => {
    const invalid = 'Invalid session for the user.';
    await expect(choose('x'.repeat(64), 'Permanent-1')).rejects.toThrow(invalid);
    const select = await initiate('USER_AUTH', { USERNAME: 'new' });
    await expect(choose(select.Session, 'Permanent-1')).rejects.toThrow(invalid);
    const unproved = await initiate('USER_SRP_AUTH', { USERNAME: 'new', SRP_A });
    await expect(choose(unproved.Session, 'Permanent-1')).rejects.toThrow(invalid);
    const expired = await signInAsNew();
    now += 180_000;
    await expect(choose(expired.Session, 'Permanent-1')).rejects.toThrow(invalid);
    const { Session } = await signInAsNew();
    await choose(Session, 'Permanent-1');
    await expect(choose(Session, 'Permanent-2')).rejects.toThrow(invalid);
  });

  it('cannot be replaced by a weak one, and the request cannot set a tenant', async () => {
    await expect(choose((await signInAsNew()).Session, 'weak')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    const tenant = { 'userAttributes.custom:tenantId': 'other' };
    await expect(choose((await signInAsNew()).Session, 'Permanent-1', tenant)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(server.cognito.user('new')).toMatchObject({ status: 'FORCE_CHANGE_PASSWORD' });
  });

  it('expires after seven days', async () => {
    now += 7 * 24 * 3_600_000;
    await expect(signInAsNew()).rejects.toThrow('Temporary password has expired');
  });
});

describe('a password', () => {
  it.each([
    'Sh0rt-!',
    'no-upper-case-1',
    'NO-LOWER-CASE-1',
    'No-number-here',
    'NoSymbolHere1',
    `Aa1-${'x'.repeat(253)}`,
  ])('cannot be "%s"', async (Password) => {
    await expect(
      server.sdk.adminSetUserPassword({ UserPoolId: userPoolId, Username: 'ada', Password, Permanent: true }),
    ).rejects.toMatchObject({ name: 'InvalidPasswordException' });
  });

  it('can be changed only with the old one', async () => {
    const { AccessToken } = await signInByPassword(server);
    const change = (PreviousPassword: string) =>
      server.sdk.changePassword({ AccessToken, PreviousPassword, ProposedPassword: 'Brand-new-1' });
    await expect(change('Wrong-horse-1')).rejects.toMatchObject(wrongCredentials);
    await change(ada.password);
    await expect(signInByPassword(server)).rejects.toMatchObject(wrongCredentials);
    expect((await signInByPassword(server, 'ada', 'Brand-new-1')).AccessToken).not.toBe('');
  });

  it('opens nothing once the user has deleted the account, and neither does a token from before', async () => {
    const { AccessToken, RefreshToken } = await signInByPassword(server);
    await server.sdk.deleteUser({ AccessToken });
    await expect(signInByPassword(server)).rejects.toMatchObject(wrongCredentials);
    await expect(
      server.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken }),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(server.sdk.getUser({ AccessToken })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  describe('that was forgotten', () => {
    const confirm = (ConfirmationCode: string, Username = 'ada') =>
      server.sdk.confirmForgotPassword({
        ClientId: clientId,
        Username,
        ConfirmationCode,
        Password: 'Brand-new-1',
      });
    const forget = (Username = 'ada') => server.sdk.forgotPassword({ ClientId: clientId, Username });
    const wrong = () => (mail.at(-1)?.code === '000000' ? '000001' : '000000');

    it('can be replaced once with the code that was sent', async () => {
      await forget();
      expect(mail).toMatchObject([{ to: ada.email, purpose: 'forgotten password' }]);
      const code = mail[0]?.code ?? '';
      await confirm(code);
      expect((await signInByPassword(server, 'ada', 'Brand-new-1')).AccessToken).not.toBe('');
      await expect(confirm(code)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    });

    it('cannot be replaced with a wrong or an expired code', async () => {
      await forget();
      await expect(confirm(wrong())).rejects.toMatchObject({ name: 'CodeMismatchException' });
      now += 3_600_000;
      await expect(confirm(mail[0]?.code ?? '')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
      expect((await signInByPassword(server)).AccessToken).not.toBe('');
    });

    it('cannot be guessed: after five wrong codes the right code fails too', async () => {
      await forget();
      for (let turn = 0; turn < 5; turn++) {
        await expect(confirm(wrong())).rejects.toMatchObject({ name: 'CodeMismatchException' });
      }
      await expect(confirm(mail[0]?.code ?? '')).rejects.toMatchObject({ name: 'LimitExceededException' });
    });

    it('does not reveal whether a user exists', async () => {
      const known = await forget('ada@example.com');
      const unknown = await forget('nobody@example.com');
      expect(unknown.CodeDeliveryDetails).toEqual({
        ...known.CodeDeliveryDetails,
        Destination: 'n***@e***',
      });
      expect(mail).toHaveLength(1);
      await expect(confirm('123456', 'nobody')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    });
  });
});
