import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { buildSchema } from 'graphql';

import { cognitoVerifier, orApiKey } from '../../src/tenant/index.ts';
import { createAuthorizer } from '../../src/lambda/index.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { unsigned } from '../e2e/forge.ts';
import { partitionKeys } from '../golden/partition-keys.ts';
import { dump, naming } from './dump.ts';
import { codes, keysOf, messages } from './keys.ts';
import { workOn } from './work.ts';

// Ten defects that we found in published multi-tenant code on AWS, and one claim for each.

const WHERE = '{ tenant { id } }';
const CLIENT = 'testclient';

let ahead = 0;
const now = (): number => Date.now() + ahead;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now });
});
afterAll(() => api.close());

const { makeKey } = keysOf(() => api);

/** Sends a request to the user pool as a client does. */
async function cognito(operation: string, body: object): Promise<Record<string, unknown>> {
  const target = `AWSCognitoIdentityProviderService.${operation}`;
  const answer = await api.cognito.handle({ target, body: JSON.stringify(body) });
  return JSON.parse(answer.body) as Record<string, unknown>;
}

async function initiateAuth(flow: string, parameters: object, metadata = {}) {
  const answer = await cognito('InitiateAuth', {
    ClientId: CLIENT,
    AuthFlow: flow,
    AuthParameters: parameters,
    ClientMetadata: metadata,
  });
  return answer['AuthenticationResult'] as { AccessToken: string; RefreshToken: string; IdToken: string };
}

/** Makes a member of a tenant without the rules of the platform. */
async function memberOf(tenantId: string, username: string): Promise<void> {
  const { sub } = await api.cognito.putUser({
    username,
    email: `${username}@x.test`,
    password: 'Secret-2026!',
  });
  await api.register.putMembership({ tenantId, userId: sub, username, roles: ['ADMIN'] });
}

test('1: a user cannot enter a tenant by an attribute and a refresh', async () => {
  const first = await initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'bob', PASSWORD: 'Bob-2026!' });
  for (const Name of ['custom:tenantId', 'custom:tenants', 'custom:userRole'])
    expect(
      await cognito('UpdateUserAttributes', {
        AccessToken: first.AccessToken,
        UserAttributes: [{ Name, Value: 'globex' }],
      }),
    ).toMatchObject({ __type: 'NotAuthorizedException' });
  // Even an administrator of the pool cannot move a user by an attribute: only the membership record counts.
  await cognito('AdminUpdateUserAttributes', {
    UserPoolId: 'us-east-1_TEST00001',
    Username: 'bob',
    UserAttributes: [{ Name: 'custom:tenantId', Value: 'globex' }],
  });
  const refresh = { REFRESH_TOKEN: first.RefreshToken };
  for (const metadata of [{}, { tenant: 'globex' }, { 'custom:tenantId': 'globex' }]) {
    const { AccessToken } = await initiateAuth('REFRESH_TOKEN_AUTH', refresh, metadata);
    expect((await api.askAs(AccessToken, WHERE)).data).toEqual({ tenant: { id: 'acme' } });
  }
  expect(
    await cognito('GetTokensFromRefreshToken', {
      ClientId: CLIENT,
      RefreshToken: first.RefreshToken,
      ClientMetadata: { tenant: 'globex' },
    }),
  ).toMatchObject({ __type: 'UserLambdaValidationException' });
});

test('2: a tenant whose id is a wildcard or a prefix of another id reads no row of another tenant', async () => {
  for (const [n, tenantId] of ['acme-eu', 'ac', '*', '*-*', 'acme*', ''].entries()) {
    const username = `twin-${n}`;
    if (tenantId !== '') await api.register.putTenant({ id: tenantId });
    await memberOf(tenantId, username);
    const answer = await api.askAs(await api.token(username), '{ listTasks { items { id } } }');
    if (/^[a-z-]+$/.test(tenantId)) expect(answer.data).toEqual({ listTasks: { items: [] } });
    else expect([answer.status, answer.data]).toEqual([401, null]);
    const partitions = answer.calls.flatMap(({ command }) => partitionKeys(command));
    expect(partitions.filter((partition) => !partition.startsWith(`T#${tenantId}#`))).toEqual([]);
  }
});

test('3: a change of roles and an invitation refuse an unknown role and a role beyond the rights of the caller', async () => {
  const userId = api.cognito.user('bob')?.sub;
  const SET =
    'mutation ($userId: ID!, $roles: [String!]!) { setMemberRoles(userId: $userId, roles: $roles) { roles } }';
  const INVITE =
    'mutation ($roles: [String!]!) { inviteMember(input: { email: "x@acme.test", roles: $roles }) { token } }';
  for (const [user, role, code] of [
    ['alice', 'SystemAdmin', 'INVALID_ARGUMENTS'],
    ['alice', 'OWNER', 'FORBIDDEN'],
    ['bob', 'ADMIN', 'FORBIDDEN'],
  ] as const) {
    expect(codes(await api.ask(user, SET, { userId, roles: [role] }))).toEqual([code]);
    expect(codes(await api.ask(user, INVITE, { roles: [role] }))).toEqual([code]);
  }
});

test('4: an invited user can work immediately, and an update updates and a delete deletes', async () => {
  const invited = await api.ask(
    'alice',
    'mutation { inviteMember(input: { email: "dave@globex.test", roles: ["MEMBER"] }) { token } }',
  );
  const { token } = invited.data?.['inviteMember'] as { token: string };
  const accepted = await api.ask(
    'dave',
    'mutation ($token: String!) { acceptInvitation(token: $token) { id } }',
    {
      token,
    },
  );
  expect(accepted.errors).toEqual([]);
  expect(accepted.data).toEqual({ acceptInvitation: { id: 'acme' } });
  const ask = (query: string) => api.ask('dave', query, {}, 'acme');
  const made = await ask('mutation { createTask(input: { projectId: "acme-rocket", title: "a" }) { id } }');
  const { id } = made.data?.['createTask'] as { id: string };
  const count = async () =>
    ((await ask('{ listTasks(limit: 1000) { items { id } } }')).data?.['listTasks'] as { items: unknown[] })
      .items.length;
  const before = await count();
  const updated = await ask(`mutation { updateTask(input: { id: "${id}", title: "b" }) { id title } }`);
  expect([updated.data, await count()]).toEqual([{ updateTask: { id, title: 'b' } }, before]);
  await ask(`mutation { deleteTask(input: { id: "${id}" }) { id } }`);
  expect([(await ask(`{ getTask(id: "${id}") { id } }`)).data, await count()]).toEqual([
    { getTask: null },
    before - 1,
  ]);
});

test("5: the log, the authorizer's answers and the tables contain no credential", async () => {
  const token = await api.token('alice');
  const { text } = await makeKey();
  for (const credential of [token, text, `${text}x`, unsigned(token)]) await api.askAs(credential, WHERE);
  await api.askAs(text, '{ nonsense }');
  const authorizer = createAuthorizer(
    orApiKey(
      cognitoVerifier({ userPoolId: 'us-east-1_TEST00001', clientId: CLIENT, jwks: api.cognito.jwks() }),
      api.directory,
      now,
    ),
    null,
  );
  const methodArn = 'arn:aws:execute-api:us-east-1:123456789012:api/prod/POST/graphql';
  const answers = await Promise.all(
    [token, text, `${text}x`].map((credential) =>
      authorizer({
        headers: { authorization: `Bearer ${credential}` },
        methodArn,
      } as unknown as APIGatewayRequestAuthorizerEvent),
    ),
  );
  const contexts = answers.map(({ context }) => context);
  expect(contexts.slice(0, 2)).toEqual([{ tenantId: 'acme' }, { tenantId: 'acme' }]);
  const kept = JSON.stringify([api.log, answers, await dump(api)]);
  for (const secret of [text.slice(-43), token, token.split('.')[2] ?? ''])
    expect(kept).not.toContain(secret);
});

test('6: a token is valid only for its pool, client and use, and SUPPORT may read but not suspend a tenant', async () => {
  const { IdToken } = await initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'alice', PASSWORD: 'Alice-2026' });
  const other = cognitoVerifier({
    userPoolId: 'us-east-1_TEST00001',
    clientId: 'anotherclient',
    jwks: api.cognito.jwks(),
  });
  await expect(other(await api.token('alice'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  const pool = cognitoVerifier({
    userPoolId: 'us-east-1_TEST00009',
    clientId: CLIENT,
    jwks: api.cognito.jwks(),
  });
  await expect(pool(await api.token('alice'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect((await api.askAs(IdToken, WHERE)).status).toBe(401);
  expect((await api.askOperator('sid', '{ tenant(id: "acme") { id } }')).data).toEqual({
    tenant: { id: 'acme' },
  });
  const suspend = 'mutation { suspendTenant(id: "acme", mode: BLOCKED, reason: "x") { id } }';
  expect(codes(await api.askOperator('sid', suspend))).toEqual(['FORBIDDEN']);
});

test('7: a purge deletes the rows, keys and members of a tenant with the plan "enterprise" too', async () => {
  await api.register.putTenant({
    id: 'leaver',
    plan: 'enterprise',
    settings: { allowImpersonation: false, custom: {} },
  });
  await memberOf('leaver', 'lea');
  const { text } = await makeKey({}, 'lea');
  await api.askAs(text, 'mutation { createProject(input: { name: "Last one" }) { id } }');
  const operate = async (query: string) => {
    expect((await api.askOperator('opal', query)).errors).toEqual([]);
  };
  await operate('mutation { offboardTenant(id: "leaver", reason: "The contract ended.") { id } }');
  await operate('mutation { purgeTenant(id: "leaver", now: true) { id } }');
  await workOn(api, 'leaver', (until) => (ahead = Math.max(ahead, until - Date.now())));
  expect((await api.control.get('tenant', { id: 'leaver' }))?.status).toBe('DELETED');
  const left = naming(await dump(api), 'leaver').map(({ key }) => key);
  expect(left.filter((key) => /T#leaver#(?!AUDIT|USAGE)|MEMBER#|KEY#|USER#/.test(key))).toEqual([]);
  expect((await api.askAs(text, WHERE)).status).toBe(401);
  ahead = 0;
});

test('8: no operation scans a table or sends a PartiQL statement', async () => {
  const names = new Set<string>();
  for (const query of [
    '{ listTasks(filter: { title: { contains: "a" } }) { items { id comments { items { id } } labels { items { id } } } } }',
    '{ tasksByStatus(status: TODO) { items { id project { tasks { items { id } } } } } }',
    'mutation { addTask(input: { projectId: "acme-rocket", title: "x" }) { id } }',
  ]) {
    const { calls, errors } = await api.ask('alice', query);
    expect(errors).toEqual([]);
    for (const { command } of calls) names.add(command.name);
  }
  expect([...names].filter((name) => /scan|statement/i.test(name))).toEqual([]);
  const sources = readdirSync('src/store', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  for (const file of sources)
    expect(readFileSync(join('src/store', file), 'utf8')).not.toMatch(
      /\b(Scan|ExecuteStatement|BatchExecuteStatement)(Command|\b['"(])/,
    );
});

test('9: fields may have reserved words as names, and an equal tenant name gives no access', async () => {
  const words = ['name', 'status', 'size', 'values', 'user', 'order', 'table', 'timestamp'];
  const fields = words.map((word) => `${word}: String`).join('\n');
  const own = await openTestApi({
    sdl: `type Thing @model @auth(rules: [{ allow: private }]) { id: ID!\n${fields}\n}`,
  });
  try {
    await own.ask('alice', 'mutation { createThing(input: { id: "a" }) { id } }');
    const set = words.map((word) => `${word}: "${word}"`).join(', ');
    const updated = await own.ask(
      'alice',
      `mutation { updateThing(input: { id: "a", ${set} }) { ${words.join(' ')} } }`,
    );
    expect(updated.data?.['updateThing']).toEqual(Object.fromEntries(words.map((word) => [word, word])));
    for (const word of words) {
      const filtered = await own.ask(
        'alice',
        `{ listThings(filter: { ${word}: { eq: "${word}" } }) { items { id } } }`,
      );
      expect(filtered.data).toEqual({ listThings: { items: [{ id: 'a' }] } });
    }
  } finally {
    await own.close();
  }
  await api.register.putTenant({ id: 'squatter', name: 'Acme' });
  await memberOf('squatter', 'sly');
  expect((await api.ask('sly', '{ tenant { id name } listTasks { items { id } } }')).data).toEqual({
    tenant: { id: 'squatter', name: 'Acme' },
    listTasks: { items: [] },
  });
  expect((await api.ask('bob', WHERE)).data).toEqual({ tenant: { id: 'acme' } });
});

test('10: no header and no argument moves a token to another tenant, and a mere member cannot change or administer one', async () => {
  const authorization = `Bearer ${await api.token('bob')}`;
  for (const header of ['x-tenant', 'x-tenant-id', 'X-Amz-Tenant-Id', 'tenant']) {
    const result = await api.handle({
      headers: { authorization, 'content-type': 'application/json', [header]: 'globex' },
      body: JSON.stringify({ query: WHERE }),
    });
    expect(JSON.parse(result.body)).toMatchObject(
      header === 'x-tenant'
        ? { errors: [{ extensions: { code: 'TENANT_MISMATCH' } }] }
        : { data: { tenant: { id: 'acme' } } },
    );
  }
  const schema = buildSchema(readFileSync(`${FIXTURE.generated}/api.graphql`, 'utf8'));
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}),
  );
  expect(roots.length).toBeGreaterThan(50);
  expect(
    roots.flatMap(({ args }) => args.map(({ name }) => name)).filter((name) => /tenant/i.test(name)),
  ).toEqual([]);
  const change = await api.ask(
    'bob',
    'mutation { suspendTenant(id: "acme", mode: BLOCKED, reason: "x") { id } }',
  );
  expect(messages(change)[0]).toContain('Cannot query field "suspendTenant"');
  for (const query of [
    '{ apiKeys { items { id } } }',
    '{ roles { name } }',
    '{ invitations { items { id } } }',
  ])
    expect(codes(await api.ask('bob', query))).toEqual(['FORBIDDEN']);
});
