import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

import {
  ada,
  claimsOf,
  clientId,
  signInByPassword,
  startCognito,
  userPoolId,
  type CognitoServer,
} from './cognito-server.ts';

let server: CognitoServer;
let now: number;
beforeEach(async () => {
  now = Date.now();
  server = await startCognito({ now: () => now, accessTokenMinutes: 5 });
});
afterEach(() => server.close());

const refresh = (RefreshToken: string) =>
  server.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken });

describe('an access token', () => {
  it('has the claims that Cognito writes, and the ID token has the profile', async () => {
    await server.cognito.putUser({ ...ada, groups: ['staff', 'admins'], attributes: { name: 'Ada' } });
    const { AccessToken, IdToken } = await signInByPassword(server);
    const iat = Math.floor(now / 1000);
    const uuid: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const shared = {
      sub: server.cognito.user('ada')?.sub,
      iss: server.cognito.issuer,
      'cognito:groups': ['staff', 'admins'],
      auth_time: iat,
      iat,
      exp: iat + 300,
      jti: uuid,
      origin_jti: uuid,
      event_id: uuid,
    };
    expect(claimsOf(AccessToken)).toEqual({
      ...shared,
      token_use: 'access',
      client_id: clientId,
      username: 'ada',
      scope: 'aws.cognito.signin.user.admin',
    });
    expect(claimsOf(IdToken)).toEqual({
      ...shared,
      jti: uuid,
      token_use: 'id',
      aud: clientId,
      'cognito:username': 'ada',
      email: ada.email,
      email_verified: true,
      name: 'Ada',
    });
    expect(claimsOf(IdToken)['origin_jti']).toBe(claimsOf(AccessToken)['origin_jti']);
  });

  it('is accepted by the pool only when the pool signed it', async () => {
    const { AccessToken, IdToken } = await signInByPassword(server);
    const [head = '', payload = '', signature = ''] = AccessToken.split('.');
    const encode = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
    const admin = encode({ ...claimsOf(AccessToken), username: 'root' });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const stranger = sign('RSA-SHA256', Buffer.from(`${head}.${payload}`), privateKey).toString('base64url');
    const symmetric = `${encode({ alg: 'HS256', kid: server.cognito.jwks().keys[0]?.kid })}.${payload}`;
    const hmac = createHmac('sha256', server.cognito.jwks().keys[0]?.n ?? '')
      .update(symmetric)
      .digest('base64url');
    const forgeries = [
      `${head}.${admin}.${signature}`,
      `${head}.${payload}.${stranger}`,
      `${encode({ alg: 'none' })}.${payload}.`,
      `${symmetric}.${hmac}`,
      `${head}.${payload}`,
      `${AccessToken}.`,
      'nonsense',
      IdToken,
    ];
    for (const forged of forgeries) {
      await expect(server.sdk.getUser({ AccessToken: forged })).rejects.toThrow('Invalid Access Token');
    }
    expect(await server.sdk.getUser({ AccessToken })).toMatchObject({ Username: 'ada' });
  });

  it('expires', async () => {
    const { AccessToken } = await signInByPassword(server);
    now += 300_000;
    await expect(server.sdk.getUser({ AccessToken })).rejects.toThrow('Access Token has expired');
  });

  it('is invalid after its refresh token is revoked, and other sign-ins stay valid', async () => {
    const one = await signInByPassword(server);
    const other = await signInByPassword(server);
    await server.sdk.revokeToken({ ClientId: clientId, Token: one.RefreshToken });
    await expect(server.sdk.getUser({ AccessToken: one.AccessToken })).rejects.toThrow('has been revoked');
    await expect(refresh(one.RefreshToken)).rejects.toThrow('Invalid Refresh Token');
    await server.sdk.getUser({ AccessToken: other.AccessToken });
    await expect(
      server.sdk.revokeToken({ ClientId: clientId, Token: other.AccessToken }),
    ).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
    });
  });

  it('is invalid after a global sign-out of any session', async () => {
    const [one, other] = [await signInByPassword(server), await signInByPassword(server)];
    await server.sdk.globalSignOut({ AccessToken: one.AccessToken });
    for (const { AccessToken, RefreshToken } of [one, other]) {
      await expect(server.sdk.getUser({ AccessToken })).rejects.toThrow('has been revoked');
      await expect(refresh(RefreshToken)).rejects.toThrow('Invalid Refresh Token');
    }
  });

  it('is invalid after its user is deleted, even when a new user gets the username', async () => {
    const { AccessToken, RefreshToken } = await signInByPassword(server);
    await server.sdk.adminDeleteUser({ UserPoolId: userPoolId, Username: 'ada' });
    await server.cognito.putUser(ada);
    await expect(server.sdk.getUser({ AccessToken })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await expect(refresh(RefreshToken)).rejects.toThrow('Invalid Refresh Token');
  });
});

describe('a refresh token', () => {
  it('keeps the origin and time of the sign-in and issues tokens with new ids', async () => {
    const first = await signInByPassword(server);
    now += 60_000;
    for (const again of [
      await refresh(first.RefreshToken),
      await server.sdk.initiateAuth({
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: first.RefreshToken },
      }),
    ]) {
      const before = claimsOf(first.AccessToken);
      const after = claimsOf(again.AuthenticationResult?.AccessToken ?? '');
      expect(after).toMatchObject({ origin_jti: before['origin_jti'], auth_time: before['auth_time'] });
      expect(after['jti']).not.toBe(before['jti']);
      expect(after['iat']).toBe(Number(before['iat']) + 60);
      expect(again.AuthenticationResult?.RefreshToken).toBeUndefined();
    }
  });

  it('expires after thirty days', async () => {
    const { RefreshToken } = await signInByPassword(server);
    now += 30 * 24 * 3_600_000;
    await expect(refresh(RefreshToken)).rejects.toThrow('Refresh Token has expired');
  });

  it('is valid only for its client', async () => {
    const { RefreshToken } = await signInByPassword(server);
    await expect(
      server.sdk.getTokensFromRefreshToken({ ClientId: 'other', RefreshToken }),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(server.sdk.revokeToken({ ClientId: 'other', Token: RefreshToken })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('is valid for only one of two concurrent uses when rotation is on', async () => {
    const rotating = await startCognito({ rotateRefreshTokens: true });
    try {
      const { RefreshToken } = await signInByPassword(rotating);
      const use = (token: string) =>
        rotating.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken: token });
      const results = await Promise.allSettled([use(RefreshToken), use(RefreshToken)]);
      const won = results.filter((result) => result.status === 'fulfilled');
      expect(won).toHaveLength(1);
      await expect(use(RefreshToken)).rejects.toThrow('Invalid Refresh Token');
      await use(won[0]?.value.AuthenticationResult?.RefreshToken ?? '');
    } finally {
      await rotating.close();
    }
  });
});

describe('a profile', () => {
  it.each([
    ['custom:tenantId', 'other'],
    ['custom:role', 'admin'],
    ['email_verified', 'true'],
    ['sub', 'another'],
    ['cognito:groups', 'admins'],
    ['__proto__', 'x'],
  ])('does not let its user write %s', async (Name, Value) => {
    const { AccessToken } = await signInByPassword(server);
    await expect(
      server.sdk.updateUserAttributes({ AccessToken, UserAttributes: [{ Name, Value }] }),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    });
    expect(server.cognito.user('ada')?.attributes).toEqual({ email: ada.email, email_verified: 'true' });
  });

  it.each([
    ['email', 'no address'],
    ['nickname', 'x'.repeat(2049)],
  ])('rejects a malformed %s', async (Name, Value) => {
    const { AccessToken } = await signInByPassword(server);
    const UserAttributes = [{ Name, Value }];
    await expect(server.sdk.updateUserAttributes({ AccessToken, UserAttributes })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('loses its verification with a new e-mail address until the user confirms the code', async () => {
    const mail: string[] = [];
    const local = await startCognito({ deliver: ({ to, code }) => mail.push(to, code) });
    try {
      const { AccessToken } = await signInByPassword(local);
      const UserAttributes = [{ Name: 'email', Value: 'lovelace@example.com' }];
      const { CodeDeliveryDetailsList } = await local.sdk.updateUserAttributes({
        AccessToken,
        UserAttributes,
      });
      expect(CodeDeliveryDetailsList).toMatchObject([{ Destination: 'l***@e***', DeliveryMedium: 'EMAIL' }]);
      expect(local.cognito.user('ada')?.attributes['email_verified']).toBe('false');
      const [to, Code] = mail;
      expect(to).toBe('lovelace@example.com');
      await local.sdk.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code });
      expect(local.cognito.user('lovelace@example.com')?.username).toBe('ada');
    } finally {
      await local.close();
    }
  });

  it("cannot take over another user's verified address", async () => {
    await server.cognito.putUser({ username: 'bob', email: 'bob@example.com', password: 'Another-horse-2' });
    const { AccessToken } = await signInByPassword(server);
    await server.sdk.updateUserAttributes({
      AccessToken,
      UserAttributes: [{ Name: 'email', Value: 'bob@example.com' }],
    });
    const { IdToken } = await signInByPassword(server, 'bob@example.com', 'Another-horse-2');
    expect(claimsOf(IdToken)['cognito:username']).toBe('bob');
    await expect(
      server.sdk.adminUpdateUserAttributes({
        UserPoolId: userPoolId,
        Username: 'ada',
        UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
      }),
    ).rejects.toMatchObject({ name: 'AliasExistsException' });
  });
});
