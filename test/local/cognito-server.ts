import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';

import { openCognito, type Cognito, type CognitoOptions } from '../../src/local-cloud/cognito/index.ts';
import { emptyPool } from '../shared/seeded.ts';

export const userPoolId = 'eu-west-1_Local1';
export const clientId = 'local-client';
export const ada = { username: 'ada', email: 'ada@example.com', password: 'Correct-horse-1' };

export interface CognitoServer {
  readonly cognito: Cognito;
  readonly endpoint: string;
  readonly sdk: CognitoIdentityProvider;
  readonly close: () => Promise<void>;
}

/** Starts a user pool with one user, Ada, behind a real HTTP port, and an SDK client for it. */
export async function startCognito(options: Partial<CognitoOptions> = {}): Promise<CognitoServer> {
  const cognito = await openCognito({
    dataFile: await emptyPool(userPoolId),
    region: 'eu-west-1',
    userPoolId,
    clientId,
    ...options,
  });
  await cognito.putUser(ada);
  // Clients compute for seconds in this process; an idle connection must survive that.
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    void text(request)
      .then((body) => cognito.handle({ target: String(request.headers['x-amz-target']), body }))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sdk = new CognitoIdentityProvider({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    cognito,
    endpoint,
    sdk,
    close: async () => {
      sdk.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Signs in by password through the SDK; returns the tokens. */
export async function signInByPassword(
  { sdk }: CognitoServer,
  username = ada.username,
  password = ada.password,
) {
  const { AuthenticationResult } = await sdk.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { AccessToken, IdToken, RefreshToken };
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}
