import { cognitoVerifier } from '../../tenant/index.ts';

import { createAuthorizer, type AuthorizerHandler } from '../authorizer-handler.ts';
import type { SystemParts } from '../system-parts.ts';

/** Opens the function that API Gateway asks before `/operator/graphql`. Operators have no tier. */
export function openOperatorAuthorizer({ operators }: Pick<SystemParts, 'operators'>): AuthorizerHandler {
  return createAuthorizer(cognitoVerifier({ ...operators, needsTenant: false }), null);
}
