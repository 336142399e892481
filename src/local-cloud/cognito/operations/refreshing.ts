import { optionalTextMap, text } from '../request-body.ts';
import { refresh } from '../tokens.ts';
import { checkClient, type Operations } from './operation.ts';
import { authenticationResult } from './step.ts';

/** Unlike InitiateAuth, it passes ClientMetadata to the trigger: that is how a user switches tenant without a sign-in. */
export const refreshing: Operations<'GetTokensFromRefreshToken'> = {
  async GetTokensFromRefreshToken(pool, body) {
    checkClient(pool, body);
    const tokens = await refresh(pool, text(body, 'RefreshToken'), optionalTextMap(body, 'ClientMetadata'));
    return { AuthenticationResult: authenticationResult(tokens) };
  },
};
