import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { CognitoJwtVerifier } from 'aws-jwt-verify';

import {
  ada,
  claimsOf,
  clientId,
  signInByPassword,
  startCognito,
  userPoolId,
  type CognitoServer,
} from './cognito-server.ts';

type Response = PreTokenGenerationV2TriggerEvent['response']['claimsAndScopeOverrideDetails'];

let server: CognitoServer;
let events: PreTokenGenerationV2TriggerEvent[];
let answer: (event: PreTokenGenerationV2TriggerEvent) => unknown;
beforeEach(async () => {
  events = [];
  answer = () => ({});
  server = await startCognito({
    preTokenGeneration: (event) => {
      events.push(structuredClone(event));
      return Promise.resolve({
        ...event,
        response: { claimsAndScopeOverrideDetails: answer(event) as Response },
      });
    },
  });
});
afterEach(() => server.close());

it('the pre-token trigger gets the version 2 event that AWS documents', async () => {
  await server.cognito.putUser({ ...ada, groups: ['staff'], attributes: { name: 'Ada' } });
  await signInByPassword(server);
  expect(events).toEqual([
    {
      version: '2',
      triggerSource: 'TokenGeneration_Authentication',
      region: 'eu-west-1',
      userPoolId,
      userName: 'ada',
      callerContext: { awsSdkVersion: expect.any(String) as string, clientId },
      request: {
        userAttributes: {
          sub: server.cognito.user('ada')?.sub,
          'cognito:user_status': 'CONFIRMED',
          email: ada.email,
          email_verified: 'true',
          name: 'Ada',
        },
        groupConfiguration: { groupsToOverride: ['staff'], iamRolesToOverride: [], preferredRole: null },
        scopes: ['aws.cognito.signin.user.admin'],
      },
      response: { claimsAndScopeOverrideDetails: null },
    },
  ]);
});

it('the pre-token trigger can add claims of any JSON type to both tokens', async () => {
  const claims = { 'custom:tenantId': 'acme', roles: ['owner'], limits: { seats: 3 }, trial: false };
  answer = () => ({
    accessTokenGeneration: {
      claimsToAddOrOverride: claims,
      scopesToAdd: ['tasks/read', 'aws.cognito.other'],
    },
    idTokenGeneration: { claimsToAddOrOverride: claims, claimsToSuppress: ['email', 'limits'] },
  });
  const { AccessToken, IdToken } = await signInByPassword(server);
  const verifier = CognitoJwtVerifier.create({
    userPoolId,
    clientId,
    tokenUse: 'access',
    scope: 'tasks/read',
  });
  verifier.cacheJwks(server.cognito.jwks());
  await expect(verifier.verify(AccessToken)).resolves.toMatchObject({
    ...claims,
    scope: 'aws.cognito.signin.user.admin tasks/read',
  });
  expect(claimsOf(IdToken)).toMatchObject({ 'custom:tenantId': 'acme', email_verified: true });
  expect(claimsOf(IdToken)).not.toHaveProperty('email');
  expect(claimsOf(IdToken)).not.toHaveProperty('limits');
});

it('the pre-token trigger cannot change the claims that AWS protects', async () => {
  const names = [
    'iss',
    'sub',
    'aud',
    'exp',
    'iat',
    'nbf',
    'token_use',
    'client_id',
    'username',
    'jti',
    'origin_jti',
  ];
  const more = ['auth_time', 'scope', 'event_id', 'cognito:username', 'cognito:groups'];
  const protectedClaims = Object.fromEntries([...names, ...more].map((name) => [name, 'forged']));
  await server.cognito.putUser({ ...ada, groups: ['staff'] });
  answer = () => ({
    accessTokenGeneration: {
      claimsToAddOrOverride: protectedClaims,
      claimsToSuppress: ['iss', 'sub', 'exp'],
    },
  });
  const { AccessToken } = await signInByPassword(server);
  const claims = claimsOf(AccessToken);
  expect(Object.values(claims)).not.toContain('forged');
  expect(claims).toMatchObject({
    iss: server.cognito.issuer,
    sub: server.cognito.user('ada')?.sub,
    exp: expect.any(Number) as number,
    username: 'ada',
    'cognito:groups': ['staff'],
  });
});

it('the pre-token trigger can replace, keep or remove the groups', async () => {
  await server.cognito.putUser({ ...ada, groups: ['staff'] });
  const groups = async () => claimsOf((await signInByPassword(server)).AccessToken)['cognito:groups'];
  expect(await groups()).toEqual(['staff']);
  answer = () => ({ groupOverrideDetails: { groupsToOverride: ['owner'] } });
  expect(await groups()).toEqual(['owner']);
  answer = () => ({ groupOverrideDetails: null });
  expect(await groups()).toBeUndefined();
});

it('the pre-token trigger gets ClientMetadata from a challenge and a refresh, but not from InitiateAuth', async () => {
  const ClientMetadata = { tenantId: 'globex' };
  answer = ({ request }) => ({
    accessTokenGeneration: {
      claimsToAddOrOverride: { tenantId: request.clientMetadata?.['tenantId'] ?? 'home' },
    },
  });
  const seen = (result?: { AccessToken?: string | undefined }) => [
    events.at(-1)?.triggerSource,
    claimsOf(result?.AccessToken ?? '')['tenantId'],
  ];
  const credentials = { USERNAME: 'ada', PASSWORD: ada.password };
  const direct = await server.sdk.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: credentials,
    ClientMetadata,
  });
  expect(seen(direct.AuthenticationResult)).toEqual(['TokenGeneration_Authentication', 'home']);

  const { Session } = await server.sdk.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: 'ada' },
  });
  const challenged = await server.sdk.respondToAuthChallenge({
    ClientId: clientId,
    ChallengeName: 'SELECT_CHALLENGE',
    Session,
    ChallengeResponses: { ...credentials, ANSWER: 'PASSWORD' },
    ClientMetadata,
  });
  expect(seen(challenged.AuthenticationResult)).toEqual(['TokenGeneration_Authentication', 'globex']);

  const { RefreshToken } = direct.AuthenticationResult ?? {};
  const switched = await server.sdk.getTokensFromRefreshToken({
    ClientId: clientId,
    RefreshToken,
    ClientMetadata,
  });
  expect(seen(switched.AuthenticationResult)).toEqual(['TokenGeneration_RefreshTokens', 'globex']);

  const old = await server.sdk.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: RefreshToken ?? '' },
    ClientMetadata,
  });
  expect(seen(old.AuthenticationResult)).toEqual(['TokenGeneration_RefreshTokens', 'home']);
  const issued = await server.cognito.issueTokens('ada', ClientMetadata);
  expect(seen({ AccessToken: issued.accessToken })).toEqual(['TokenGeneration_Authentication', 'globex']);
});

it('the pre-token trigger gets its own trigger source for a first password', async () => {
  await server.sdk.adminCreateUser({
    UserPoolId: userPoolId,
    Username: 'new',
    TemporaryPassword: 'Temporary-1',
  });
  const { Session } = await server.sdk.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'new', PASSWORD: 'Temporary-1' },
  });
  expect(events).toEqual([]);
  await server.sdk.respondToAuthChallenge({
    ClientId: clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeResponses: { USERNAME: 'new', NEW_PASSWORD: 'Permanent-1' },
    ClientMetadata: { tenantId: 'globex' },
  });
  expect(events).toMatchObject([
    {
      triggerSource: 'TokenGeneration_NewPasswordChallenge',
      request: { clientMetadata: { tenantId: 'globex' } },
    },
  ]);
});

it('an exception or a malformed response of the pre-token trigger fails the sign-in', async () => {
  answer = () => {
    throw new Error('No membership');
  };
  await expect(signInByPassword(server)).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreTokenGeneration failed with error No membership.',
  });
  answer = () => ({ accessTokenGeneration: { scopesToAdd: 'tasks/read' } });
  await expect(signInByPassword(server)).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
});

it('the pre-token trigger can remove the scope for calls of the pool from an access token', async () => {
  answer = () => ({ accessTokenGeneration: { scopesToSuppress: ['aws.cognito.signin.user.admin'] } });
  const { AccessToken } = await signInByPassword(server);
  await expect(server.sdk.getUser({ AccessToken })).rejects.toThrow(
    'Access Token does not have required scopes',
  );
});

it('the pre-token trigger cannot make the pool accept an ID token as an access token', async () => {
  const disguise = { client_id: clientId, scope: 'aws.cognito.signin.user.admin', token_use: 'access' };
  answer = () => ({ idTokenGeneration: { claimsToAddOrOverride: disguise } });
  const { IdToken } = await signInByPassword(server);
  expect(claimsOf(IdToken)).toMatchObject({ client_id: clientId, token_use: 'id' });
  await expect(server.sdk.getUser({ AccessToken: IdToken })).rejects.toThrow('Invalid Access Token');
});

it('a user or a session that is disabled while the pre-token trigger runs gets no tokens', async () => {
  const { RefreshToken } = await signInByPassword(server);
  const slow = await startCognito({
    preTokenGeneration: async (event) => {
      await slow.sdk.adminDisableUser({ UserPoolId: userPoolId, Username: 'ada' });
      return event;
    },
  });
  try {
    await expect(signInByPassword(slow)).rejects.toThrow('User is disabled.');
  } finally {
    await slow.close();
  }
  let revoked: Promise<unknown> | undefined;
  answer = () => {
    revoked = server.sdk.adminUserGlobalSignOut({ UserPoolId: userPoolId, Username: 'ada' });
    return {};
  };
  await server.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken }).catch(() => undefined);
  await revoked;
  await expect(server.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken })).rejects.toThrow(
    'Invalid Refresh Token',
  );
});
