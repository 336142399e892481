import { optionalTextMap, text } from '../request-body.ts';
import { refresh } from '../tokens.ts';
import { checkClient, type Operations } from './operation.ts';
import { authenticationResult } from './step.ts';

/**
 * Operation that renews tokens. Unlike InitiateAuth, it passes ClientMetadata to the trigger: a user switches
 * tenant with it.
 */
export const refreshing: Operations<'GetTokensFromRefreshToken'> = {
  async GetTokensFromRefreshToken(pool, body) {
    checkClient(pool, body);
    const tokens = await refresh(pool, text(body, 'RefreshToken'), optionalTextMap(body, 'ClientMetadata'));
    return { AuthenticationResult: authenticationResult(tokens) };
  },
};
