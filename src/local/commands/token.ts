import { parseArgs } from 'node:util';

import { runCommand } from '../run-command.ts';
import { findServer } from '../running-server.ts';
import { UsageError } from '../usage-error.ts';
import type { WebConfig } from '../web-config.ts';

const USAGE = 'Usage: npm run token -- USER [--tenant ID] [--password TEXT] [--data DIR]';

/** Prints an access token of a local user, got by the same sign-in as every client's. */
runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tenant: { type: 'string' },
      password: { type: 'string' },
      data: { type: 'string', default: '.tenantql' },
    },
  });
  const [username] = positionals;
  if (username === undefined) throw new UsageError(USAGE);
  const url = findServer(values.data);
  const config = (await fetchJson(`${url}/config.json`)) as WebConfig;
  const password = values.password ?? config.users.find((user) => user.username === username)?.password;
  if (password === undefined) {
    throw new UsageError(`"${username}" is not a user of the seed: give the password with --password.`);
  }
  const { clientId: ClientId } = config;
  const signedIn = await askCognito(url, 'InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  const { AuthenticationResult: tokens } = values.tenant
    ? await askCognito(url, 'GetTokensFromRefreshToken', {
        ClientId,
        RefreshToken: signedIn.AuthenticationResult?.RefreshToken,
        ClientMetadata: { tenant: values.tenant },
      })
    : signedIn;
  if (!tokens) throw new UsageError(`"${username}" cannot sign in by password alone.`);
  process.stdout.write(`${tokens.AccessToken}\n`);
});

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
    throw new UsageError(`Nothing answers at ${url}: start the server with npm start.`);
  });
  return response.json();
}
