import type { TestServer } from './start-server.ts';

export interface Tokens {
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

/** Signs in by password, as a script does. @throws the message of Cognito. */
export async function signIn(
  server: Pick<TestServer, 'url' | 'clientId'>,
  username: string,
  password: string,
): Promise<Tokens> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      ClientId: server.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const answer = (await response.json()) as { message?: string; AuthenticationResult?: Tokens };
  if (!answer.AuthenticationResult) throw new Error(answer.message ?? `HTTP ${response.status}`);
  return answer.AuthenticationResult;
}
