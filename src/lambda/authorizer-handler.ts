import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

import { bearerToken, isRefusal, TENANT_CLAIM, TENANTS_CLAIM, type VerifyToken } from '../tenant/index.ts';

import type { TierOf } from './gateway-tiers.ts';
import { header } from './header.ts';

export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
) => Promise<APIGatewayAuthorizerResult>;

/**
 * Creates the custom authorizer. It allows a request with a valid token, or with an API key if `verify`
 * accepts keys, to call every method of the API. It denies all others with a reason.
 *
 * API Gateway caches the answer for a minute by the header `Authorization` alone. So the answer depends on nothing else,
 * such as the header `x-tenant`. The context checks membership, suspension and the key again, at most 5 seconds old.
 * @param tierOf returns the usage plan of the tenant, or of a token of several tenants; null on the operators' plane, which
 * has none
 * @example
 * ```ts
 * export const handler = createAuthorizer(verify, null);
 * ```
 */
export function createAuthorizer(verify: VerifyToken, tierOf: TierOf | null): AuthorizerHandler {
  return async (event) => {
    try {
      const claims = await verify(bearerToken(header({ headers: event.headers ?? {} }, 'authorization')));
      const { sub, [TENANT_CLAIM]: tenantId, [TENANTS_CLAIM]: tenants } = claims;
      // API Gateway accepts scalars only. An operator has no tenant, and a user of several may name it later.
      const known: Readonly<Record<string, string>> = typeof tenantId === 'string' ? { tenantId } : {};
      if (!tierOf) return answer('Allow', event.methodArn, sub, known);
      const { plan, key } = await tierOf(
        typeof tenantId === 'string' ? [tenantId] : String(tenants).split(' '),
      );
      const environment = typeof tenantId === 'string' ? tenantId : `user:${sub}`;
      return {
        ...answer('Allow', event.methodArn, sub, { ...known, plan, environment }),
        usageIdentifierKey: key,
      };
    } catch (error) {
      // Throw all other errors, so that API Gateway does not cache them as an answer.
      if (!isRefusal(error) || error.code !== 'UNAUTHENTICATED') throw error;
      const { code, message } = error;
      return answer('Deny', event.methodArn, 'anonymous', { code, message });
    }
  };
}

/**
 * Returns a policy for the whole stage. While it is cached, a policy for one method would block the others.
 */
function answer(
  effect: 'Allow' | 'Deny',
  methodArn: string,
  principalId: string,
  context: Record<string, string>,
): APIGatewayAuthorizerResult {
  const [api = '', stage = ''] = methodArn.split('/');
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: `${api}/${stage}/*` }],
    },
    context,
  };
}
