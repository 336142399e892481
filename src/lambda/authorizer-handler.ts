import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

import { bearerToken, Refusal, TENANT_CLAIM, type VerifyToken } from '../tenant/index.ts';

import { header } from './proxy-handler.ts';

export type AuthorizerHandler = (
  event: APIGatewayRequestAuthorizerEvent,
) => Promise<APIGatewayAuthorizerResult>;

/**
 * The custom authorizer: lets a request with a valid token, or an API key where `verify` takes them, pass to every
 * method of the API, and denies all others with a reason. Its answer is cached by the header alone, for a minute:
 * membership, suspension, and a key that ends meanwhile are the context's business, at most 5 seconds old.
 */
export function createAuthorizer(verify: VerifyToken): AuthorizerHandler {
  return async (event) => {
    try {
      const claims = await verify(bearerToken(header({ headers: event.headers ?? {} }, 'authorization')));
      return answer('Allow', event.methodArn, claims.sub, contextOf(claims[TENANT_CLAIM]));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return answer('Deny', event.methodArn, 'anonymous', {
        code: String(error.extensions['code']),
        message: error.message,
      });
    }
  };
}

/** API Gateway takes scalars alone. An operator has no tenant. */
function contextOf(tenantId: unknown): Record<string, string> {
  return typeof tenantId === 'string' ? { tenantId } : {};
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
