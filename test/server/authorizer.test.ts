import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

import { cognitoVerifier } from '../../src/tenant/index.ts';
import { createAuthorizer, openTiers, tierKey, tierProblems, tierThrottles } from '../../src/lambda/index.ts';
import { newTenant, Refusal } from '../../src/tenant/index.ts';
import { NO_LIMITS, type Plans } from '../../src/platform/plans/plan.ts';
import { claims, jwks, POOL, attackerKey, token, unsignedToken } from '../tenant/token-smith.ts';

const authorizer = createAuthorizer(cognitoVerifier({ ...POOL, jwks }), null);
const stage = 'arn:aws:execute-api:eu-central-1:123456789012:api/prod';

const decide = (headers: Record<string, string> | null) =>
  authorizer({ headers, methodArn: `${stage}/POST/graphql` } as APIGatewayRequestAuthorizerEvent);

describe('the authorizer', () => {
  it('allows a genuine token on the whole stage, so that the cached policy fits every method', async () => {
    const { policyDocument, principalId, context } = await decide({ Authorization: `Bearer ${token()}` });
    expect(policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${stage}/*` },
    ]);
    expect({ principalId, context }).toEqual({ principalId: claims()['sub'], context: { tenantId: 'acme' } });
  });

  it.each<[string, Record<string, string> | null]>([
    ['no headers', null],
    ['no token', {}],
    ['nonsense', { authorization: 'Bearer nonsense' }],
    ['a token without a signature', { authorization: unsignedToken('none') }],
    ['a token signed with another key', { authorization: token(claims(), {}, attackerKey()) }],
    ['an expired token', { authorization: token(claims({ exp: 1 })) }],
    ['a token without a tenant', { authorization: token(claims({ 'custom:tenantId': undefined })) }],
  ])(
    'denies a request with %s, and names the reason in characters that need no escape',
    async (_what, headers) => {
      const { policyDocument, principalId, context } = await decide(headers);
      expect(policyDocument.Statement).toMatchObject([{ Effect: 'Deny', Resource: `${stage}/*` }]);
      expect({ principalId, code: context?.['code'] }).toEqual({
        principalId: 'anonymous',
        code: 'UNAUTHENTICATED',
      });
      expect(context?.['message']).toMatch(/^[\w ,:.]+$/);
    },
  );

  it('answers within the limits of API Gateway when tenant, API and stage have the longest names', async () => {
    const tenant = 'a'.repeat(63);
    const methodArn = `arn:aws:execute-api:ap-southeast-1:123456789012:abcdefghij/${'s'.repeat(128)}/POST/graphql`;
    const answer = await authorizer({
      headers: { authorization: `Bearer ${token(claims({ 'custom:tenantId': tenant }))}` },
      methodArn,
    } as unknown as APIGatewayRequestAuthorizerEvent);
    const [statement] = answer.policyDocument.Statement as { Resource: string }[];
    expect(statement?.Resource.length).toBeLessThanOrEqual(512);
    expect(answer.context).toEqual({ tenantId: tenant });
    expect(JSON.stringify(answer).length).toBeLessThan(2048);
  });

  it('allows a token of several tenants, whatever tenant the request names', async () => {
    const several = token(claims({ 'custom:tenantId': undefined, 'custom:tenants': 'acme globex' }));
    const headers: Record<string, string>[] = [{}, { 'x-tenant': 'acme' }, { 'x-tenant': '*' }];
    for (const more of headers) {
      const { policyDocument, context } = await decide({ authorization: several, ...more });
      expect(policyDocument.Statement).toMatchObject([{ Effect: 'Allow' }]);
      expect(context).toEqual({});
    }
  });

  it('throws when it cannot read the key set, and allows nothing', async () => {
    const broken = createAuthorizer(() => Promise.reject(new Error('The key set is away.')), null);
    const event = {
      headers: { authorization: token() },
      methodArn: stage,
    } as unknown as APIGatewayRequestAuthorizerEvent;
    await expect(broken(event)).rejects.toThrow('The key set is away.');
  });

  it('leaves the token out of its answer, which API Gateway logs', async () => {
    const answer = await decide({ authorization: `Bearer ${token()}` });
    expect(JSON.stringify(answer)).not.toContain(token().split('.')[1]);
  });
});

describe('the tiers of a stage', () => {
  const plan = (name: string, requestsPerSecond: number | null): Plans[string] => ({
    name,
    limits: { ...NO_LIMITS, requestsPerSecond },
    features: [],
  });
  const plans: Plans = {
    free: plan('free', 10),
    team: plan('team', 50),
    enterprise: plan('enterprise', null),
  };
  const throttle = { rate: 1000, burst: 500 };

  test('give a plan with a rate limit its share of the throttle, and an unlimited plan all of it', () => {
    expect(tierThrottles(plans, throttle)).toEqual({
      free: { rate: 333, burst: 166 },
      team: { rate: 333, burst: 166 },
      enterprise: throttle,
    });
  });

  test('use the throttle that the stage sets for a plan, and report a plan that does not exist', () => {
    const own = { rate: 7, burst: 3 };
    expect(tierThrottles(plans, throttle, { team: own })['team']).toEqual(own);
    expect(tierProblems(plans, { team: own })).toEqual([]);
    expect(tierProblems(plans, { gold: own, silver: own })).toEqual(
      ['gold', 'silver'].map(
        (name) =>
          `The tier "${name}" is not a plan of schema/plans.json: the tiers of a stage are free, team, enterprise.`,
      ),
    );
  });

  test('give every plan a rate of at least 1, however many plans there are', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`p${n}`, plan(`p${n}`, 1)]));
    for (const each of Object.values(tierThrottles(many, { rate: 5, burst: 2 })))
      expect(each).toEqual({ rate: 1, burst: 1 });
  });

  test('have keys that API Gateway accepts and that differ by stage and by plan', () => {
    const keys = ['prod', 'prod-a', 'dev'].flatMap((prefix) =>
      ['a', 'a-b', 'b', 'prod'].map((name) => tierKey(prefix, name)),
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[0-9a-zA-Z]{20,128}$/);
    expect(tierKey('dev', 'a')).toBe(tierKey('dev', 'a'));
  });

  const tenants = [newTenant({ id: 'acme', name: 'Acme', plan: 'team' })];
  let looked: string[] = [];
  const tiers = openTiers('dev', plans, {
    get: (_kind, id) => {
      const { id: tenantId } = id as { id: string };
      looked.push(tenantId);
      return Promise.resolve((tenants.find((tenant) => tenant.id === tenantId) ?? null) as never);
    },
  });
  beforeEach(() => (looked = []));

  const tiered = createAuthorizer(cognitoVerifier({ ...POOL, jwks }), tiers);
  const decideTier = (authorization: string) =>
    tiered({
      headers: { authorization },
      methodArn: `${stage}/POST/graphql`,
    } as unknown as APIGatewayRequestAuthorizerEvent);

  test("put the key of the tenant's plan into the authorizer's answer after one look-up", async () => {
    const answer = await decideTier(token());
    expect(answer.usageIdentifierKey).toBe(tierKey('dev', 'team'));
    expect(answer.context).toEqual({ tenantId: 'acme', plan: 'team', environment: 'acme' });
    expect(looked).toEqual(['acme']);
  });

  test.each([
    ['a tenant that does not exist', 'nowhere'],
    ['a tenant whose plan no longer exists', 'old'],
    ['a tenant whose plan is called "constructor"', 'odd'],
  ])('count %s to the first plan, and let its request through to the API', async (_what, tenantId) => {
    tenants.push(newTenant({ id: 'old', name: 'Old', plan: 'gold' }));
    tenants.push(newTenant({ id: 'odd', name: 'Odd', plan: 'constructor' }));
    const answer = await decideTier(token(claims({ 'custom:tenantId': tenantId })));
    expect(answer.usageIdentifierKey).toBe(tierKey('dev', 'free'));
    expect(answer.policyDocument.Statement).toMatchObject([{ Effect: 'Allow' }]);
  });

  test('count a token of several tenants to the plan that allows the most requests', async () => {
    tenants.push(newTenant({ id: 'big', name: 'Big', plan: 'enterprise' }));
    const several = (names: string) =>
      decideTier(token(claims({ 'custom:tenantId': undefined, 'custom:tenants': names })));
    const { usageIdentifierKey, context, principalId } = await several('acme big nowhere');
    expect(usageIdentifierKey).toBe(tierKey('dev', 'enterprise'));
    expect(context).toEqual({ plan: 'enterprise', environment: `user:${principalId}` });
    expect((await several('nowhere acme')).usageIdentifierKey).toBe(tierKey('dev', 'team'));
  });

  test('look up no tenant for a refused token, and give it no key', async () => {
    const answer = await decideTier(token(claims({ exp: 1 })));
    expect(answer.policyDocument.Statement).toMatchObject([{ Effect: 'Deny' }]);
    expect(answer).not.toHaveProperty('usageIdentifierKey');
    expect(looked).toEqual([]);
  });

  test('make the authorizer throw when the table is throttled, because the gateway would cache a denial', async () => {
    const busy = createAuthorizer(cognitoVerifier({ ...POOL, jwks }), () =>
      Promise.reject(new Refusal('THROTTLED', 'Too much is asked at the moment.')),
    );
    const event = { headers: { authorization: token() }, methodArn: stage };
    await expect(busy(event as unknown as APIGatewayRequestAuthorizerEvent)).rejects.toThrow(
      'Too much is asked',
    );
  });
});
