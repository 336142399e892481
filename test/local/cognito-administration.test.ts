import { openCognito } from '../../src/local-cloud/cognito/index.ts';
import {
  ada,
  clientId,
  signInByPassword,
  startCognito,
  userPoolId,
  type CognitoServer,
} from './cognito-server.ts';

const UserPoolId = userPoolId;
let server: CognitoServer;
beforeEach(async () => (server = await startCognito()));
afterEach(() => server.close());

describe('users', () => {
  it('can be created, read, changed and deleted by administrators', async () => {
    const { User } = await server.sdk.adminCreateUser({
      UserPoolId,
      Username: 'bob',
      UserAttributes: [
        { Name: 'email', Value: 'bob@example.com' },
        { Name: 'custom:tenantId', Value: 'acme' },
      ],
    });
    expect(User).toMatchObject({ Username: 'bob', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(User?.UserCreateDate).toBeInstanceOf(Date);
    await server.sdk.adminSetUserPassword({
      UserPoolId,
      Username: 'bob',
      Password: 'Permanent-1',
      Permanent: true,
    });
    await signInByPassword(server, 'bob', 'Permanent-1');
    const found = await server.sdk.adminGetUser({ UserPoolId, Username: 'bob' });
    expect(found).toMatchObject({ Username: 'bob', UserStatus: 'CONFIRMED' });
    expect(found.UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'email_verified', Value: 'false' },
        { Name: 'custom:tenantId', Value: 'acme' },
      ]),
    );
    await server.sdk.adminDeleteUser({ UserPoolId, Username: 'bob' });
    await expect(server.sdk.adminGetUser({ UserPoolId, Username: 'bob' })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it('have unique usernames and addresses, regardless of letter case', async () => {
    await expect(server.sdk.adminCreateUser({ UserPoolId, Username: 'ADA' })).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
    const UserAttributes = [
      { Name: 'email', Value: 'ADA@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ];
    await expect(
      server.sdk.adminCreateUser({ UserPoolId, Username: 'twin', UserAttributes }),
    ).rejects.toMatchObject({
      name: 'AliasExistsException',
    });
    expect(server.cognito.user('twin')).toBeUndefined();
  });

  it('are listed in pages, each user once', async () => {
    for (const username of ['bob', 'cyd', 'dan', 'eve']) {
      await server.cognito.putUser({
        username,
        email: `${username}@example.com`,
        password: 'Correct-horse-1',
      });
    }
    const seen: (string | undefined)[][] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await server.sdk.listUsers({ UserPoolId, Limit: 2, PaginationToken });
      seen.push((page.Users ?? []).map(({ Username }) => Username));
      PaginationToken = page.PaginationToken;
    } while (PaginationToken);
    expect(seen).toEqual([['ada', 'bob'], ['cyd', 'dan'], ['eve']]);
    await expect(server.sdk.listUsers({ UserPoolId, PaginationToken: 'forged' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it.each([
    ['email = "ada@example.com"', 1],
    ['username ^= "a"', 1],
    ['username = "a"', 0],
    ['status = "Disabled"', 0],
  ])('can be filtered by %s', async (Filter, count) => {
    expect((await server.sdk.listUsers({ UserPoolId, Filter })).Users).toHaveLength(count);
  });
});

describe('groups', () => {
  it('can be created once, joined, listed and left', async () => {
    await server.sdk.createGroup({ UserPoolId, GroupName: 'staff', Description: 'All of us', Precedence: 1 });
    await server.sdk.createGroup({ UserPoolId, GroupName: 'admins' });
    await expect(server.sdk.createGroup({ UserPoolId, GroupName: 'staff' })).rejects.toMatchObject({
      name: 'GroupExistsException',
    });
    const membership = { UserPoolId, Username: 'ada', GroupName: 'staff' };
    await server.sdk.adminAddUserToGroup(membership);
    await server.sdk.adminAddUserToGroup(membership);
    const names = async () =>
      (await server.sdk.listGroups({ UserPoolId })).Groups?.map(({ GroupName }) => GroupName);
    expect(await names()).toEqual(['admins', 'staff']);
    const byAlias = await server.sdk.adminListGroupsForUser({ UserPoolId, Username: ada.email });
    expect(byAlias.Groups).toMatchObject([{ GroupName: 'staff', Description: 'All of us', Precedence: 1 }]);
    const members = await server.sdk.listUsersInGroup({ UserPoolId, GroupName: 'staff' });
    expect(members.Users).toMatchObject([{ Username: 'ada' }]);
    await server.sdk.adminRemoveUserFromGroup(membership);
    expect(server.cognito.user('ada')?.groups).toEqual([]);
    await expect(server.sdk.adminAddUserToGroup({ ...membership, GroupName: 'none' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('putUser', () => {
  const seed = {
    ...ada,
    sub: 'a0000000-0000-4000-8000-000000000001',
    groups: ['staff'],
    attributes: { name: 'Ada' },
  };

  it('creates the described user and may be repeated', async () => {
    const local = await openCognito({ dataFile: null, region: 'eu-west-1', userPoolId, clientId });
    const first = await local.putUser(seed);
    expect(first).toEqual({
      username: 'ada',
      sub: seed.sub,
      email: ada.email,
      status: 'CONFIRMED',
      enabled: true,
      groups: ['staff'],
      attributes: { name: 'Ada', email: ada.email, email_verified: 'true' },
    });
    expect(await local.putUser(seed)).toEqual(first);
    await expect(local.putUser({ ...seed, enabled: false })).resolves.toMatchObject({ enabled: false });
    await expect(local.putUser({ ...seed, sub: 'other' })).rejects.toThrow('already has the sub');
  });

  it('accepts any password, but a user who changes a password must meet the policy', async () => {
    await server.cognito.putUser({ username: 'lax', email: 'lax@example.com', password: 'password' });
    const { AccessToken } = await signInByPassword(server, 'lax', 'password');
    const change = { AccessToken, PreviousPassword: 'password', ProposedPassword: 'passw0rd' };
    await expect(server.sdk.changePassword(change)).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
  });
});

describe('the pool', () => {
  it('describes itself and its client', async () => {
    expect((await server.sdk.describeUserPool({ UserPoolId })).UserPool).toMatchObject({
      Id: userPoolId,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    const { UserPoolClient } = await server.sdk.describeUserPoolClient({ UserPoolId, ClientId: clientId });
    expect(UserPoolClient?.PreventUserExistenceErrors).toBe('ENABLED');
    expect(UserPoolClient?.WriteAttributes?.some((name) => name.startsWith('custom:'))).toBe(false);
    await expect(server.sdk.describeUserPool({ UserPoolId: 'eu-west-1_Other' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each([
    'AWSCognitoIdentityProviderService.ListDevices',
    'AWSCognitoIdentityProviderService.toString',
    'GetUser',
    '',
  ])('rejects the unknown operation "%s"', async (target) => {
    const { status, headers, body } = await server.cognito.handle({ target, body: '{}' });
    expect(status).toBe(400);
    expect(headers['x-amzn-errortype']).toBe('UnknownOperationException:');
    expect(JSON.parse(body)).toMatchObject({ __type: 'UnknownOperationException' });
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"ClientId":{}}',
    '{"ClientId":"local-client","AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":1}}',
  ])("answers the malformed body %j with an error of Cognito's form", async (body) => {
    const answer = await server.cognito.handle({
      target: 'AWSCognitoIdentityProviderService.InitiateAuth',
      body,
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({
      __type: expect.stringMatching(/^(SerializationException|InvalidParameterException)$/) as string,
    });
  });

  it('does not start in production or with an invalid id', async () => {
    const options = { dataFile: null, region: 'eu-west-1', userPoolId, clientId };
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(openCognito(options)).rejects.toThrow('does not start with NODE_ENV=production');
    } finally {
      process.env['NODE_ENV'] = before;
    }
    for (const bad of ['eu-west-1', 'us-east-1_Local1', 'eu-west-1_with-dash']) {
      await expect(openCognito({ ...options, userPoolId: bad })).rejects.toThrow('no user pool id of region');
    }
  });
});
