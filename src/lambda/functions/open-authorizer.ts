import { cognitoVerifier, orApiKey } from '../../tenant/index.ts';
import { openDirectory, openRecords } from '../../store/index.ts';

import { createAuthorizer, type AuthorizerHandler } from '../authorizer-handler.ts';
import { openTiers } from '../gateway-tiers.ts';
import type { SystemParts } from '../system-parts.ts';

export type AuthorizerParts = Pick<SystemParts, 'controlSendOf' | 'users' | 'plans' | 'tierPrefix' | 'now'>;

/** Opens the function that API Gateway asks before `/graphql`: it takes tokens and API keys. */
export function openAuthorizer(parts: AuthorizerParts): AuthorizerHandler {
  const { controlSendOf, users, plans, tierPrefix, now } = parts;
  const send = controlSendOf('authorizer');
  return createAuthorizer(
    orApiKey(cognitoVerifier(users), openDirectory(send), now),
    openTiers(tierPrefix, plans, openRecords(send)),
  );
}
