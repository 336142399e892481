import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

import type { Membership } from '../../src/tenant/index.ts';
import { createPreTokenGeneration } from '../../src/lambda/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { memberOf } from '../register.ts';

const membership = (tenantId: string, roles: readonly string[]): Membership =>
  memberOf({ tenantId, userId: 'user', roles });
const members: Readonly<Record<string, readonly Membership[]>> = {
  two: [membership('acme', ['MEMBER']), membership('globex', ['ADMIN'])],
  none: [],
};
const trigger = createPreTokenGeneration(
  { membershipsOf: (user) => Promise.resolve(members[user] ?? []) },
  {
    accept: () => Promise.reject(new Error('Nobody is invited.')),
    choose: () => Promise.resolve(),
    record: () => Promise.resolve(),
    clientError: (error) => error as Error,
  },
);

async function claimsOf(
  user: string,
  clientMetadata?: Record<string, string>,
  attributes: Record<string, string> = {},
) {
  const event = {
    request: {
      userAttributes: { sub: user, ...attributes },
      groupConfiguration: {},
      scopes: [],
      clientMetadata,
    },
    response: {},
  } as unknown as PreTokenGenerationV2TriggerEvent;
  const { accessTokenGeneration, idTokenGeneration, groupOverrideDetails } = (await trigger(event)).response
    .claimsAndScopeOverrideDetails;
  const { 'custom:email': email, ...added } = accessTokenGeneration?.claimsToAddOrOverride ?? {};
  const suppressed = accessTokenGeneration?.claimsToSuppress?.filter((name) => name !== 'custom:email') ?? [];
  expect(idTokenGeneration).toEqual({
    claimsToAddOrOverride: added,
    ...(suppressed.length > 0 && { claimsToSuppress: suppressed }),
  });
  return {
    added,
    email,
    suppressed,
    groups: groupOverrideDetails?.groupsToOverride,
  };
}

describe('the pre-token-generation trigger', () => {
  it('writes the first tenant of the user, and the list of all, into the token', async () => {
    expect(await claimsOf('two')).toEqual({
      added: { 'custom:tenantId': 'acme', 'custom:tenants': 'acme globex' },
      email: undefined,
      suppressed: [],
      groups: ['MEMBER'],
    });
  });

  it('writes the tenant that the client chooses, and the roles of the user in it', async () => {
    const { added, groups } = await claimsOf('two', { tenant: 'globex' });
    expect(added).toMatchObject({ 'custom:tenantId': 'globex' });
    expect(groups).toEqual(['ADMIN']);
  });

  it.each([['umbrella'], ['*'], [''], ['GLOBEX'], ['globex#'], ['__proto__']])(
    'ignores the choice of tenant "%s", which the user is not a member of',
    async (tenant) => {
      expect((await claimsOf('two', { tenant })).added).toMatchObject({ 'custom:tenantId': 'acme' });
    },
  );

  it('ignores tenants in the attributes of the user', async () => {
    const attributes = { 'custom:tenantId': 'globex', 'custom:tenants': 'globex' };
    expect((await claimsOf('two', undefined, attributes)).added).toMatchObject({ 'custom:tenantId': 'acme' });
  });

  it('writes only a verified e-mail address, and only into the access token', async () => {
    const email = 'kim@example.test';
    expect((await claimsOf('two', undefined, { email, email_verified: 'true' })).email).toBe(email);
    expect((await claimsOf('two', undefined, { email, email_verified: 'false' })).email).toBeUndefined();
    expect((await claimsOf('two', undefined, { 'custom:email': email })).email).toBeUndefined();
  });

  it('removes the tenant claims when the user is a member of no tenant', async () => {
    expect(await claimsOf('none', { tenant: 'acme' }, { 'custom:tenantId': 'acme' })).toEqual({
      added: {},
      email: undefined,
      suppressed: ['custom:tenantId', 'custom:tenants'],
      groups: [],
    });
  });
});

describe('a token of the user pool', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await openTestApi();
  });
  afterAll(() => api.close());

  const tenantIn = (token: string): unknown =>
    (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>)[
      'custom:tenantId'
    ];

  it('names the tenant that the user chose if the user is a member of it', async () => {
    expect(tenantIn(await api.token('sam', 'globex'))).toBe('globex');
    expect(tenantIn(await api.token('sam', 'acme'))).toBe('acme');
    expect(tenantIn(await api.token('alice', 'globex'))).toBe('acme');
  });

  it('gives access to the rows of its tenant only', async () => {
    const names = async (tenant: string): Promise<string> =>
      JSON.stringify((await api.ask('sam', '{ listProjects { items { id } } }', {}, tenant)).data);
    expect(await names('globex')).toMatch(/globex-dam/);
    expect(await names('globex')).not.toMatch(/acme/);
    expect(await names('acme')).not.toMatch(/globex/);
  });

  it('gives the roles of the user in its tenant only', async () => {
    const budget = '{ listProjects { items { budget } } }';
    expect((await api.ask('sam', budget, {}, 'globex')).errors).toEqual([]);
    expect((await api.ask('sam', budget, {}, 'acme')).errors[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});
