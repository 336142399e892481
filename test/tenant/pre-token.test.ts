import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

import type { Membership } from '../../src/tenant/index.ts';
import { createPreTokenGeneration } from '../../src/lambda/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { memberOf } from '../register.ts';

const membership = (tenantId: string, roles: readonly string[]): Membership =>
  memberOf({ tenantId, userId: 'user', roles });
const members: Readonly<Record<string, readonly Membership[]>> = {
  two: [membership('acme', ['MEMBER']), membership('globex', ['ADMIN'])],
  one: [membership('acme', ['MEMBER'])],
  left: [membership('acme', ['MEMBER'])],
  none: [],
};
const ENDED = '2026-03-01T12:00:00.500Z';
let recorded: string[] = [];
beforeEach(() => (recorded = []));
const trigger = createPreTokenGeneration(
  {
    membershipsOf: (user) =>
      Promise.resolve({ active: members[user] ?? [], endedAt: user === 'left' ? ENDED : null }),
  },
  {
    accept: () => Promise.reject(new Error('Nobody is invited.')),
    record: (tenantId, _actor, { action }) => {
      recorded.push(`${tenantId} ${action}`);
      return Promise.resolve();
    },
    clientError: (error) => error as Error,
  },
);

async function claimsOf(
  user: string,
  clientMetadata?: Record<string, string>,
  attributes: Record<string, string> = {},
  triggerSource = 'TokenGeneration_RefreshTokens',
) {
  const event = {
    triggerSource,
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
  const ours = ['custom:tenantId', 'custom:tenants', 'custom:signedInAfter'];
  for (const name of ours)
    expect([name, accessTokenGeneration?.claimsToSuppress?.includes(name) ?? false]).toEqual([
      name,
      !(name in added),
    ]);
  for (const name of ours.slice(0, 2))
    expect([name, idTokenGeneration?.claimsToSuppress?.includes(name) ?? false]).toEqual([
      name,
      !(name in (idTokenGeneration?.claimsToAddOrOverride ?? {})),
    ]);
  return {
    added,
    identity: idTokenGeneration?.claimsToAddOrOverride,
    email,
    groups: groupOverrideDetails?.groupsToOverride,
  };
}

describe('the pre-token-generation trigger', () => {
  it('writes the only tenant of a user, and the roles in it', async () => {
    const claims = { 'custom:tenantId': 'acme', 'custom:tenants': 'acme' };
    expect(await claimsOf('one')).toEqual({
      added: claims,
      identity: claims,
      email: undefined,
      groups: ['MEMBER'],
    });
  });

  it('writes the list of tenants but no tenant for a user of several who names none', async () => {
    const claims = { 'custom:tenants': 'acme globex' };
    expect(await claimsOf('two')).toEqual({ added: claims, identity: claims, email: undefined, groups: [] });
  });

  it('writes the tenant that the client names, and the roles of the user in it', async () => {
    const { added, identity, groups } = await claimsOf('two', { tenant: 'globex' });
    expect(added).toEqual({ 'custom:tenantId': 'globex', 'custom:tenants': 'acme globex' });
    expect(identity).toEqual(added);
    expect(groups).toEqual(['ADMIN']);
  });

  it.each([['umbrella'], ['*'], [''], ['GLOBEX'], ['globex#'], ['__proto__'], ['acme globex']])(
    'refuses tokens for the tenant "%s", which the user is not a member of, and records nothing',
    async (tenant) => {
      for (const user of ['two', 'one', 'none'])
        await expect(claimsOf(user, { tenant }, {}, 'TokenGeneration_Authentication')).rejects.toMatchObject({
          message: 'You are not a member of the tenant that you named.',
        });
      expect(recorded).toEqual([]);
    },
  );

  it('writes when a membership ended next to a tenant that a refresh did not name, and leaves it out of the ID token', async () => {
    const { added, identity } = await claimsOf('left');
    expect(added).toEqual({
      'custom:tenantId': 'acme',
      'custom:tenants': 'acme',
      'custom:signedInAfter': ENDED,
    });
    expect(identity).toEqual({ 'custom:tenants': 'acme' });
  });

  it('does not write when a membership ended if the tenant is named, or if the user has just signed in', async () => {
    const claims = { 'custom:tenantId': 'acme', 'custom:tenants': 'acme' };
    expect(await claimsOf('left', { tenant: 'acme' })).toMatchObject({ added: claims, identity: claims });
    expect((await claimsOf('left', undefined, {}, 'TokenGeneration_Authentication')).added).toEqual(claims);
  });

  it('records a sign-in in each tenant of the user, and a refresh in none', async () => {
    await claimsOf('two', undefined, {}, 'TokenGeneration_Authentication');
    expect(recorded).toEqual(['acme member.signedIn', 'globex member.signedIn']);
    await claimsOf('two', { tenant: 'globex' });
    expect(recorded).toHaveLength(2);
  });

  it('ignores tenants in the attributes of the user', async () => {
    const attributes = { 'custom:tenantId': 'globex', 'custom:tenants': 'globex' };
    expect((await claimsOf('one', undefined, attributes)).added).toMatchObject({ 'custom:tenantId': 'acme' });
    expect((await claimsOf('two', undefined, attributes)).added).toEqual({ 'custom:tenants': 'acme globex' });
  });

  it('writes only a verified e-mail address, and only into the access token', async () => {
    const email = 'kim@example.test';
    expect((await claimsOf('two', undefined, { email, email_verified: 'true' })).email).toBe(email);
    expect((await claimsOf('two', undefined, { email, email_verified: 'false' })).email).toBeUndefined();
    expect((await claimsOf('two', undefined, { 'custom:email': email })).email).toBeUndefined();
  });

  it('removes the tenant claims when the user is a member of no tenant', async () => {
    expect(await claimsOf('none', undefined, { 'custom:tenantId': 'acme' })).toEqual({
      added: {},
      identity: {},
      email: undefined,
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

  it('names the tenant that the client named if the user is a member of it, and is else refused', async () => {
    expect(tenantIn(await api.token('sam', 'globex'))).toBe('globex');
    expect(tenantIn(await api.token('sam', 'acme'))).toBe('acme');
    await expect(api.token('alice', 'globex')).rejects.toThrow(
      'PreTokenGeneration failed with error You are not a member of the tenant that you named.',
    );
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
