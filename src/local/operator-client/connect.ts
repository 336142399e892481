import { findServer } from '../running-server.ts';
import { readPage, signIn } from '../sign-in.ts';
import { UsageError } from '../usage-error.ts';
import { openOperatorClient, type OperatorClient } from './client.ts';

/** Where to find the operators' API; as options of every command. */
export const CONNECT_OPTIONS = {
  endpoint: {
    type: 'string',
    value: 'URL',
    tells: 'the operators’ API on AWS; else that of the server on this machine',
  },
  token: { type: 'string', value: 'TOKEN', tells: 'for --endpoint; better in TENANTQL_OPERATOR_TOKEN' },
  as: {
    type: 'string',
    value: 'OPERATOR',
    tells: 'on this machine: who asks; the first operator of the seed',
  },
  data: {
    type: 'string',
    value: 'DIR',
    tells: 'on this machine: the data directory of the server',
    default: '.tenantql',
  },
} as const;

export interface Connect {
  readonly endpoint?: string | undefined;
  readonly token?: string | undefined;
  readonly as?: string | undefined;
  readonly data: string;
}

/**
 * Opens the operators' API: the one at `--endpoint` with the token that was given, or that of the server that runs on
 * the data directory, signed in as an operator of its seed.
 * @throws {UsageError} when there is no token, or no server
 */
export async function connect(options: Connect, env: NodeJS.ProcessEnv): Promise<OperatorClient> {
  if (options.endpoint !== undefined) {
    const token = options.token ?? env['TENANTQL_OPERATOR_TOKEN'];
    if (!token) {
      throw new UsageError(
        'An operator’s token is needed with --endpoint: put it into TENANTQL_OPERATOR_TOKEN.',
      );
    }
    return openOperatorClient({ url: options.endpoint, token });
  }
  const url = findServer(options.data);
  const page = await readPage(url, 'operator');
  const username = options.as ?? page.users[0]?.username;
  if (username === undefined) {
    throw new UsageError('The seed names no operator: add one under "operators", and start again.');
  }
  if (!page.users.some((user) => user.username === username)) {
    throw new UsageError(`"${username}" is not an operator of the seed.`);
  }
  return openOperatorClient({
    url: `${url}${page.endpoint}`,
    token: await signIn(url, page, { username }),
  });
}
