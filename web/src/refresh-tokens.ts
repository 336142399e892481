import type { WebConfig } from '../config.ts';
import { callCognito } from './call-cognito.ts';
import type { Tokens } from './tokens.ts';

/**
 * Gets a new access token (GetTokensFromRefreshToken). The tenant that it is for, or the token of an invitation to one, goes
 * as ClientMetadata to the pre-token-generation trigger, which refuses a tenant to all but its members.
 * @throws {CognitoError} if Cognito refuses it
 */
export async function refreshTokens(
  config: WebConfig,
  refreshToken: string,
  metadata: { readonly tenant: string } | { readonly invitation: string } | undefined,
): Promise<Tokens> {
  const answer = (await callCognito('GetTokensFromRefreshToken', {
    RefreshToken: refreshToken,
    ClientId: config.clientId,
    ...(metadata && { ClientMetadata: metadata }),
  })) as { readonly AuthenticationResult: { readonly AccessToken: string; readonly RefreshToken?: string } };
  const { AccessToken, RefreshToken = refreshToken } = answer.AuthenticationResult;
  return { accessToken: AccessToken, refreshToken: RefreshToken };
}
