import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

import { cognitoVerifier } from '../../src/tenant/index.ts';
import { createAuthorizer } from '../../src/lambda/index.ts';
import { claims, jwks, POOL, strangerKey, token, unsignedToken } from '../tenant/token-smith.ts';

const authorizer = createAuthorizer(cognitoVerifier({ ...POOL, jwks }));
const stage = 'arn:aws:execute-api:eu-central-1:123456789012:api/prod';

const decide = (headers: Record<string, string> | null) =>
  authorizer({ headers, methodArn: `${stage}/POST/graphql` } as APIGatewayRequestAuthorizerEvent);

describe('the authorizer', () => {
  it('allows a genuine token on the whole stage, so that its cached answer fits every method', async () => {
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
    ['a token of another key', { authorization: token(claims(), {}, strangerKey()) }],
    ['an expired token', { authorization: token(claims({ exp: 1 })) }],
    ['a token without a tenant', { authorization: token(claims({ 'custom:tenantId': undefined })) }],
  ])('denies %s, and says why in words that need no escape', async (_what, headers) => {
    const { policyDocument, principalId, context } = await decide(headers);
    expect(policyDocument.Statement).toMatchObject([{ Effect: 'Deny', Resource: `${stage}/*` }]);
    expect({ principalId, code: context?.['code'] }).toEqual({
      principalId: 'anonymous',
      code: 'UNAUTHENTICATED',
    });
    expect(context?.['message']).toMatch(/^[\w ,:.]+$/);
  });

  it('answers within what API Gateway takes, also with the longest names: 512 characters of a resource, scalars alone', async () => {
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

  it('fails when it cannot tell, and allows nothing', async () => {
    const broken = createAuthorizer(() => Promise.reject(new Error('The key set is away.')));
    const event = {
      headers: { authorization: token() },
      methodArn: stage,
    } as unknown as APIGatewayRequestAuthorizerEvent;
    await expect(broken(event)).rejects.toThrow('The key set is away.');
  });

  it('puts nothing secret into its context, which API Gateway logs', async () => {
    const answer = await decide({ authorization: `Bearer ${token()}` });
    expect(JSON.stringify(answer)).not.toContain(token().split('.')[1]);
  });
});
