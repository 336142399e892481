import type { WebConfig } from '../config.ts';
import { callCognito } from './call-cognito.ts';
import type { Tokens } from './tokens.ts';

/**
 * Gets a new access token for a tenant (GetTokensFromRefreshToken).
 * The tenant goes as ClientMetadata to the pre-token-generation trigger, which refuses it to all but members.
 * @throws {CognitoError} if Cognito refuses it
 */
export async function refreshTokens(
  config: WebConfig,
  refreshToken: string,
  tenant: string | undefined,
): Promise<Tokens> {
  const answer = (await callCognito('GetTokensFromRefreshToken', {
    RefreshToken: refreshToken,
    ClientId: config.clientId,
    ...(tenant && { ClientMetadata: { tenant } }),
  })) as { readonly AuthenticationResult: { readonly AccessToken: string; readonly RefreshToken?: string } };
  const { AccessToken, RefreshToken = refreshToken } = answer.AuthenticationResult;
  return { accessToken: AccessToken, refreshToken: RefreshToken };
}
