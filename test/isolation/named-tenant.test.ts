import type { APIGatewayProxyEvent } from 'aws-lambda';

import { LOOK_UP_TTL } from '../../src/tenant/index.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { eventsOf } from '../platform/events.ts';

/** Milliseconds that the platform's clock is ahead. The user pool has the real time. */
let ahead = 0;
let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ now: () => Date.now() + ahead, signIns: true });
});
afterAll(() => api.close());

const WHERE = '{ tenant { id } }';
const LABELS = '{ listLabels { items { id } } }';
const ADD = 'mutation { createLabel(input: { id: "drift", name: "meant for one tenant" }) { id } }';

/** A session of a user: the refresh token of one sign-in. */
interface Session {
  refresh(metadata?: Record<string, string>): Promise<{ readonly token?: string; readonly refusal?: string }>;
  readonly first: string;
}

async function cognito(operation: string, body: object): Promise<Record<string, unknown>> {
  const target = `AWSCognitoIdentityProviderService.${operation}`;
  const { body: text } = await api.cognito.handle({ target, body: JSON.stringify(body) });
  return JSON.parse(text) as Record<string, unknown>;
}

/** Signs in as the user of the seed, as aws-amplify does, without metadata. */
async function signIn(username: string, password: string): Promise<Session> {
  const ClientId = 'testclient';
  const answer = await cognito('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  const { AccessToken, RefreshToken } = answer['AuthenticationResult'] as Record<string, string>;
  return {
    first: AccessToken ?? '',
    async refresh(metadata) {
      const renewed = await cognito('GetTokensFromRefreshToken', {
        ClientId,
        RefreshToken,
        ...(metadata && { ClientMetadata: metadata }),
      });
      const result = renewed['AuthenticationResult'] as Record<string, string> | undefined;
      return result ? { token: result['AccessToken'] ?? '' } : { refusal: String(renewed['message']) };
    },
  };
}

const ask = async (
  token: string | undefined,
  query: string,
  headers: Record<string, string> = {},
  event: Partial<APIGatewayProxyEvent> = {},
): Promise<Pick<Answer, 'status' | 'data' | 'errors'>> => {
  const result = await api.handle({
    headers: { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
    ...event,
  });
  const { data = null, errors = [] } = JSON.parse(result.body) as Partial<Answer>;
  return { status: result.statusCode, data, errors };
};
const codesOf = ({ errors }: Pick<Answer, 'errors'>): unknown[] =>
  errors.map(({ extensions }) => extensions['code']);
const labelsOf = async (user: string): Promise<string> => JSON.stringify(await api.ask(user, LABELS));

/** Removes sam from globex, or lets sam in again, by the API. */
const userId = (): string => api.cognito.user('sam')?.sub ?? '';
const remove = async (): Promise<void> => {
  const removal = `mutation { removeMember(userId: "${userId()}") { userId } }`;
  expect((await api.ask('carol', removal)).errors).toEqual([]);
  ahead += LOOK_UP_TTL + 1;
};
const comeBack = async (): Promise<void> => {
  await api.register.putMembership({ tenantId: 'globex', userId: userId(), username: 'sam' });
  ahead += LOOK_UP_TTL + 1;
};

describe('a session of a user of two tenants', () => {
  it('does not change its tenant because another session of the user chose one', async () => {
    const [tabA, tabB] = [await signIn('sam', 'Sam-2026!'), await signIn('sam', 'Sam-2026!')];
    const inGlobex = await tabB.refresh({ tenant: 'globex' });
    expect((await ask(inGlobex.token, WHERE)).data).toEqual({ tenant: { id: 'globex' } });
    const renewed = await tabA.refresh();
    expect(codesOf(await ask(renewed.token, ADD))).toEqual(['TENANT_REQUIRED']);
    for (const user of ['alice', 'carol']) expect(await labelsOf(user)).not.toContain('drift');
    expect((await ask(renewed.token, WHERE, { 'x-tenant': 'acme' })).data).toEqual({
      tenant: { id: 'acme' },
    });
  });

  it('is refused, and writes nothing, when its tenant ended and a refresh would leave the other one', async () => {
    const session = await signIn('sam', 'Sam-2026!');
    const before = await session.refresh({ tenant: 'globex' });
    expect((await ask(before.token, WHERE)).data).toEqual({ tenant: { id: 'globex' } });
    ahead += 1000;
    await remove();
    expect(await session.refresh({ tenant: 'globex' })).toEqual({
      refusal: 'PreTokenGeneration failed with error You are not a member of the tenant that you named.',
    });
    const renewed = await session.refresh();
    const refused = await ask(renewed.token, ADD);
    expect(refused.errors).toMatchObject([
      {
        message:
          'One of your memberships has ended since you signed in: sign in again, or name the tenant in the header "x-tenant".',
        extensions: { code: 'TENANT_REQUIRED' },
      },
    ]);
    expect(codesOf(await ask(renewed.token, ADD, { 'x-tenant': 'globex' }))).toEqual(['TENANT_MISMATCH']);
    expect(await labelsOf('alice')).not.toContain('drift');
    expect((await ask(renewed.token, WHERE, { 'x-tenant': 'acme' })).data).toEqual({
      tenant: { id: 'acme' },
    });
    expect((await ask((await session.refresh({ tenant: 'acme' })).token, WHERE)).data).toEqual({
      tenant: { id: 'acme' },
    });
    await comeBack();
  });

  it('is refused in the same way when the membership was disabled', async () => {
    const session = await signIn('sam', 'Sam-2026!');
    ahead += 1000;
    const disable = `mutation { disableMember(userId: "${userId()}") { status } }`;
    expect((await api.ask('carol', disable)).errors).toEqual([]);
    expect(codesOf(await ask((await session.refresh()).token, ADD))).toEqual(['TENANT_REQUIRED']);
    await comeBack();
  });

  it('begins in the only tenant that is left when the user signs in again', async () => {
    await remove();
    expect((await ask((await signIn('sam', 'Sam-2026!')).first, WHERE)).data).toEqual({
      tenant: { id: 'acme' },
    });
    await comeBack();
  });
});

test('a user of one tenant signs in and refreshes without a word about tenants', async () => {
  const session = await signIn('bob', 'Bob-2026!');
  for (const token of [session.first, (await session.refresh()).token])
    expect((await ask(token, WHERE)).data).toEqual({ tenant: { id: 'acme' } });
});

describe('the header x-tenant', () => {
  const FOREIGN = [
    'initech',
    'no-such-tenant',
    '*',
    'glob*',
    'GLOBEX',
    '',
    ' ',
    'acme,globex',
    'T#globex',
    '%67lobex',
  ];

  it('opens each tenant of the user for a token that names none, and no other', async () => {
    await api.register.putTenant({ id: 'initech' });
    const { first } = await signIn('sam', 'Sam-2026!');
    for (const tenant of ['acme', 'globex'])
      expect((await ask(first, WHERE, { 'x-tenant': tenant })).data).toEqual({ tenant: { id: tenant } });
    const answers = new Set<string>();
    for (const tenant of FOREIGN) {
      const { status, data, errors } = await ask(first, WHERE, { 'x-tenant': tenant });
      answers.add(JSON.stringify([status, data, errors.map(({ message }) => message)]));
    }
    expect([...answers]).toEqual([
      JSON.stringify([
        403,
        null,
        ['You are not a member of this tenant: name another one, or sign in again.'],
      ]),
    ]);
    expect(await eventsOf(api, 'initech')).toEqual([]);
  });

  it('never moves a token or an API key of a tenant to another', async () => {
    const made = await api.ask(
      'alice',
      'mutation { createApiKey(input: { name: "k", roles: ["MEMBER"] }) { text } }',
    );
    const key = (made.data?.['createApiKey'] as { text: string }).text;
    for (const credential of [await api.token('alice'), await api.token('sam', 'acme'), key]) {
      for (const tenant of ['globex', ...FOREIGN])
        expect(codesOf(await ask(credential, WHERE, { 'x-tenant': tenant }))).toEqual(['TENANT_MISMATCH']);
      expect((await ask(credential, WHERE, { 'X-Tenant': 'acme' })).data).toEqual({ tenant: { id: 'acme' } });
    }
  });

  it('names no tenant if a request has it twice', async () => {
    const { first } = await signIn('sam', 'Sam-2026!');
    const headers = { authorization: `Bearer ${first}`, 'content-type': 'application/json' };
    const twice = [
      {
        headers: { ...headers, 'x-tenant': 'globex' },
        multiValueHeaders: { 'x-tenant': ['acme', 'globex'] },
      },
      { headers: { ...headers, 'x-tenant': 'globex', 'X-Tenant': 'acme' } },
    ];
    for (const event of twice) expect(codesOf(await ask(first, WHERE, {}, event))).toEqual(['FORBIDDEN']);
  });

  it('is accepted in a GET only in a spelling that the cache key has', async () => {
    const { first } = await signIn('sam', 'Sam-2026!');
    const get = (name: string) =>
      ask(
        first,
        WHERE,
        {},
        {
          httpMethod: 'GET',
          headers: { authorization: `Bearer ${first}`, [name]: 'acme', 'content-type': 'application/json' },
          multiValueQueryStringParameters: { query: [WHERE] },
        },
      );
    for (const name of ['x-tenant', 'X-Tenant'])
      expect((await get(name)).data).toEqual({ tenant: { id: 'acme' } });
    expect(codesOf(await get('X-TENANT'))).toEqual(['FORBIDDEN']);
  });
});

test('a sign-in or refresh for a tenant of others writes into no audit', async () => {
  const before = (await eventsOf(api, 'globex')).length;
  const session = await signIn('bob', 'Bob-2026!');
  for (let n = 0; n < 3; n += 1)
    expect(await session.refresh({ tenant: 'globex' })).toMatchObject({
      refusal: expect.stringContaining('not a member') as string,
    });
  expect((await eventsOf(api, 'globex')).length).toBe(before);
});
