import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

import { bearerToken, isRefusal, TENANT_CLAIM, type VerifyToken } from '../tenant/index.ts';

import type { TierOf } from './gateway-tiers.ts';
import { header } from './proxy-handler.ts';

export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
) => Promise<APIGatewayAuthorizerResult>;

/**
 * The custom authorizer: lets a request with a valid token, or an API key where `verify` takes them, pass to every
 * method of the API, and denies all others with a reason. Its answer is cached by the header alone, for a minute:
 * membership, suspension, and a key that ends meanwhile are the context's business, at most 5 seconds old.
 * @param tierOf finds the usage plan to which the gateway counts the tenant; null on the operators' plane, which has none
 */
export function createAuthorizer(verify: VerifyToken, tierOf: TierOf | null): AuthorizerHandler {
  return async (event) => {
    try {
      const claims = await verify(bearerToken(header({ headers: event.headers ?? {} }, 'authorization')));
      // API Gateway takes scalars alone. An operator has no tenant.
      const tenantId = claims[TENANT_CLAIM];
      if (typeof tenantId !== 'string') return answer('Allow', event.methodArn, claims.sub, {});
      if (!tierOf) return answer('Allow', event.methodArn, claims.sub, { tenantId });
      const { plan, key } = await tierOf(tenantId);
      return {
        ...answer('Allow', event.methodArn, claims.sub, { tenantId, plan }),
        usageIdentifierKey: key,
      };
    } catch (error) {
      // Whatever else goes wrong is told now, and not kept for a minute as an answer.
      if (!isRefusal(error) || error.code !== 'UNAUTHENTICATED') throw error;
      const { code, message } = error;
      return answer('Deny', event.methodArn, 'anonymous', { code, message });
    }
  };
}

/** A policy for the whole stage: one for a single method would break the others while it is cached. */
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
