import { UsageError } from './usage-error.ts';
import type { WebConfig } from './web-config.ts';

/** What the page of a plane is told by the server: where its API is, and who can sign in. @throws {UsageError} */
export async function readPage(url: string, plane: WebConfig['plane']): Promise<WebConfig> {
  return (await fetchJson(`${url}${plane === 'operator' ? '/operator' : ''}/config.json`)) as WebConfig;
}

export interface Credentials {
  readonly username: string;
  /** The seed's unless told. */
  readonly password?: string | undefined;
  /** Which of the user's tenants the token shall be of; the first unless told. */
  readonly tenant?: string | undefined;
}

/** An access token of a local user, got by the same sign-in as every client's. @throws {UsageError} */
export async function signIn(
  url: string,
  { clientId: ClientId, users }: Pick<WebConfig, 'clientId' | 'users'>,
  { username, password, tenant }: Credentials,
): Promise<string> {
  const PASSWORD = password ?? users.find((user) => user.username === username)?.password;
  if (PASSWORD === undefined) {
    throw new UsageError(`"${username}" is not a user of the seed: give the password with --password.`);
  }
  const signedIn = await askCognito(url, 'InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD },
  });
  const { AuthenticationResult: tokens } = tenant
    ? await askCognito(url, 'GetTokensFromRefreshToken', {
        ClientId,
        RefreshToken: signedIn.AuthenticationResult?.RefreshToken,
        ClientMetadata: { tenant },
      })
    : signedIn;
  if (!tokens) throw new UsageError(`"${username}" cannot sign in by password alone.`);
  return tokens.AccessToken;
}

interface CognitoAnswer {
  readonly message?: string;
  readonly AuthenticationResult?: { readonly AccessToken: string; readonly RefreshToken?: string };
}

async function askCognito(url: string, operation: string, body: object): Promise<CognitoAnswer> {
  const answer = (await fetchJson(url, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify(body),
  })) as CognitoAnswer;
  if (answer.message !== undefined) throw new UsageError(answer.message);
  return answer;
}

async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, init).catch(() => {
    throw new UsageError(`Nothing answers at ${new URL(url).origin}: start the server with npm start.`);
  });
  return response.json();
}
