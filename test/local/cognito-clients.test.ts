import '../browser-name.ts';
/* eslint-disable @typescript-eslint/no-deprecated -- amazon-cognito-identity-js is deprecated and widely used: it must work. */
import { AuthenticationDetails, type CognitoUser, type CognitoUserSession } from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, fetchUserAttributes, signIn, signOut } from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { CognitoJwtVerifier } from 'aws-jwt-verify';

import { ada, clientId, startCognito, userPoolId, type CognitoServer } from './cognito-server.ts';
import { roundsOf } from '../sweeps/rounds.ts';
import { userOf } from './identity-js.ts';

let server: CognitoServer;
beforeAll(async () => (server = await startCognito()));
afterAll(() => server.close());

describe('amazon-cognito-identity-js', () => {
  function signInBySrp(
    user: CognitoUser,
    password: string,
    newPassword?: string,
  ): Promise<CognitoUserSession> {
    return new Promise((resolve, reject) => {
      const callbacks = { onSuccess: resolve, onFailure: reject };
      const details = new AuthenticationDetails({ Username: user.getUsername(), Password: password });
      user.authenticateUser(details, {
        ...callbacks,
        newPasswordRequired: () => {
          user.completeNewPasswordChallenge(newPassword ?? '', {}, callbacks);
        },
      });
    });
  }

  it('signs in by SRP with the username and with the e-mail address', async () => {
    const session = await signInBySrp(userOf(server, 'ada'), ada.password);
    expect(session.getAccessToken().payload).toMatchObject({ username: 'ada', token_use: 'access' });
    const byEmail = await signInBySrp(userOf(server, 'Ada@example.com'), ada.password);
    expect(byEmail.getIdToken().payload).toMatchObject({ 'cognito:username': 'ada', email: ada.email });
  });

  it('signs in by SRP many times in a row, regardless of the padding of the numbers', async () => {
    for (let turn = 0; turn < roundsOf(20); turn++) {
      expect((await signInBySrp(userOf(server, 'ada'), ada.password)).isValid()).toBe(true);
    }
  });

  it("fails to sign in by SRP with a wrong password, another user's password or an unknown user", async () => {
    await server.cognito.putUser({ username: 'bob', email: 'bob@example.com', password: 'Another-horse-2' });
    const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(signInBySrp(userOf(server, 'ada'), `${ada.password}x`)).rejects.toMatchObject(refused);
    await expect(signInBySrp(userOf(server, 'ada'), 'Another-horse-2')).rejects.toMatchObject(refused);
    await expect(signInBySrp(userOf(server, 'nobody'), ada.password)).rejects.toMatchObject(refused);
    await expect(signInBySrp(userOf(server, 'nobody@example.com'), ada.password)).rejects.toMatchObject(
      refused,
    );
  });

  it('replaces a temporary password by SRP', async () => {
    await server.sdk.adminCreateUser({
      UserPoolId: userPoolId,
      Username: 'new',
      TemporaryPassword: 'Temporary-1',
    });
    const session = await signInBySrp(userOf(server, 'new'), 'Temporary-1', 'Permanent-1');
    expect(session.getAccessToken().payload).toMatchObject({ username: 'new' });
    expect((await signInBySrp(userOf(server, 'new'), 'Permanent-1')).isValid()).toBe(true);
  });

  it('refreshes a session, reads attributes and signs out globally', async () => {
    const user = userOf(server, 'ada');
    const session = await signInBySrp(user, ada.password);
    const refreshed = await new Promise<CognitoUserSession>((resolve, reject) => {
      user.refreshSession(session.getRefreshToken(), (error: unknown, next: CognitoUserSession) => {
        if (error instanceof Error) reject(error);
        else resolve(next);
      });
    });
    expect(refreshed.getAccessToken().payload['jti']).not.toBe(session.getAccessToken().payload['jti']);

    const attributes = await new Promise((resolve, reject) => {
      user.getUserAttributes((error, found) => {
        if (error) reject(error);
        else resolve(found?.map((each) => each.getName()));
      });
    });
    expect(attributes).toEqual(expect.arrayContaining(['sub', 'email', 'email_verified']));

    await new Promise<void>((resolve, reject) => {
      user.globalSignOut({
        onSuccess: () => {
          resolve();
        },
        onFailure: reject,
      });
    });
    const left = { ClientId: clientId, RefreshToken: session.getRefreshToken().getToken() };
    await expect(server.sdk.getTokensFromRefreshToken(left)).rejects.toThrow('Invalid Refresh Token');
  });
});

describe('aws-amplify', () => {
  beforeAll(() => {
    // The library warns that the endpoint is not AWS's, which is intended.
    ConsoleLogger.LOG_LEVEL = 'ERROR';
    Amplify.configure({
      Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: server.endpoint } },
    });
  });
  afterEach(() => signOut());

  it.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'USER_AUTH'] as const)(
    'signs in by %s',
    async (authFlowType) => {
      const preferredChallenge =
        authFlowType === 'USER_AUTH' ? { preferredChallenge: 'PASSWORD_SRP' as const } : {};
      const options = { authFlowType, ...preferredChallenge };
      const { isSignedIn } = await signIn({ username: 'ada', password: ada.password, options });
      expect(isSignedIn).toBe(true);
      const { tokens } = await fetchAuthSession();
      expect(tokens?.accessToken.payload).toMatchObject({ username: 'ada' });
    },
  );

  it('fails to sign in by SRP with a wrong password', async () => {
    await expect(signIn({ username: 'ada', password: 'Wrong-horse-1' })).rejects.toThrow(
      'Incorrect username or password.',
    );
  });

  it('refreshes tokens on demand and reads attributes', async () => {
    await signIn({ username: 'ada', password: ada.password });
    const first = await fetchAuthSession();
    const second = await fetchAuthSession({ forceRefresh: true });
    expect(second.tokens?.accessToken.payload['jti']).not.toBe(first.tokens?.accessToken.payload['jti']);
    expect(await fetchUserAttributes()).toMatchObject({ email: ada.email, email_verified: 'true' });
  });

  it('signs out globally', async () => {
    await signIn({ username: 'ada', password: ada.password });
    const { tokens } = await fetchAuthSession();
    await signOut({ global: true });
    const AccessToken = String(tokens?.accessToken);
    await expect(server.sdk.getUser({ AccessToken })).rejects.toThrow('Access Token has been revoked');
  });
});

describe('aws-jwt-verify', () => {
  it('accepts both tokens as tokens of a real pool', async () => {
    await server.cognito.putUser({ ...ada, groups: ['staff'] });
    const { accessToken, idToken } = await server.cognito.issueTokens('ada');
    const verifier = (tokenUse: 'access' | 'id') => {
      const made = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse });
      made.cacheJwks(server.cognito.jwks());
      return made;
    };
    const sub = server.cognito.user('ada')?.sub;
    await expect(verifier('access').verify(accessToken)).resolves.toMatchObject({
      sub,
      iss: server.cognito.issuer,
      client_id: clientId,
      scope: 'aws.cognito.signin.user.admin',
      'cognito:groups': ['staff'],
    });
    await expect(verifier('id').verify(idToken)).resolves.toMatchObject({
      sub,
      aud: clientId,
      email: ada.email,
      email_verified: true,
      'cognito:groups': ['staff'],
    });
    await expect(verifier('access').verify(idToken)).rejects.toThrow();
  });

  it('finds the keys at the URL of the issuer', () => {
    const { issuer } = server.cognito;
    expect(issuer).toBe(`https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`);
    expect(server.cognito.openIdConfiguration()).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
    });
    expect(server.cognito.jwks().keys).toEqual([
      expect.objectContaining({ kty: 'RSA', alg: 'RS256', use: 'sig' }),
    ]);
  });
});
