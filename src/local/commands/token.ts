import { TENANT_CLAIM } from '../../tenant/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { findServer } from '../running-server.ts';
import { UsageError } from '../usage-error.ts';
import type { WebConfig } from '../web-config.ts';

const USAGE = 'Usage: npm run token -- USER [--tenant ID] [--password TEXT] [--data DIR]\n';

/** Prints an access token of a local user, got by the same sign-in as every client's. */
runCommand(async () => {
  const { values, positionals } = parseArguments(
    {
      allowPositionals: true,
      options: {
        tenant: { type: 'string' },
        password: { type: 'string' },
        data: { type: 'string', default: '.tenantql' },
      },
    },
    USAGE,
  );
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
  // Whoever asks for a tenant that is not theirs gets their first one.
  if (values.tenant !== undefined && tenantOf(tokens.AccessToken) !== values.tenant) {
    throw new UsageError(`"${username}" is not a member of the tenant "${values.tenant}".`);
  }
  process.stdout.write(`${tokens.AccessToken}\n`);
});

interface CognitoAnswer {
  readonly message?: string;
  readonly AuthenticationResult?: { readonly AccessToken: string; readonly RefreshToken?: string };
}

/** Reads a claim of a token that Cognito itself has just handed out, so that nothing is left to verify. */
function tenantOf(token: string): unknown {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(payload) as Readonly<Record<string, unknown>>)[TENANT_CLAIM];
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
