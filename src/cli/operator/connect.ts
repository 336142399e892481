import { findServer } from '../../local/data-directory/index.ts';
import {
  OUTPUTS,
  localPool,
  nobody,
  readOutputs,
  readPage,
  seededPassword,
  signIn,
} from '../sign-in/index.ts';
import { UsageError } from '../../app/index.ts';
import { openOperatorClient, type Endpoint, type OperatorClient } from './client.ts';

/** The options of every command that say where the operators' API is. */
export const CONNECT_OPTIONS = {
  endpoint: {
    type: 'string',
    value: 'URL',
    tells: 'the operators’ API on AWS; else that of the server on this machine',
  },
  stage: { type: 'string', value: 'NAME', tells: 'a deployed stage, in place of its --endpoint' },
  outputs: {
    type: 'string',
    value: 'FILE',
    tells: 'for --stage: what its deployment wrote',
    default: OUTPUTS,
  },
  token: {
    type: 'string',
    value: 'TOKEN',
    tells: 'on AWS: the operator’s token; better in TENANTQL_OPERATOR_TOKEN',
  },
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
  readonly stage?: string | undefined;
  readonly outputs: string;
  readonly token?: string | undefined;
  readonly as?: string | undefined;
  readonly data: string;
}

/** Opens the operators' API of `findOperators`. */
export async function connect(options: Connect, env: NodeJS.ProcessEnv): Promise<OperatorClient> {
  return openOperatorClient(await findOperators(options, env));
}

/**
 * Returns where the operators' API is: at `--endpoint` or of `--stage` with the given token, or that of the server on
 * the data directory. For the latter it signs in as an operator of the seed.
 * @throws {UsageError} if there is no token, or no server
 */
export async function findOperators(options: Connect, env: NodeJS.ProcessEnv): Promise<Endpoint> {
  const deployed = deployedEndpoint(options);
  if (deployed !== undefined) {
    const token = options.token ?? env['TENANTQL_OPERATOR_TOKEN'];
    if (token) return { url: deployed, token };
    throw new UsageError(
      'An operator’s token is needed in TENANTQL_OPERATOR_TOKEN: ' +
        `"npm run --silent token -- OPERATOR --operator --stage ${options.stage ?? 'NAME'}" prints one.`,
    );
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
  return {
    url: `${url}${page.endpoint}`,
    token: await signIn(
      localPool(url, page),
      { username, password: seededPassword(page, username) },
      nobody(
        `"${username}" signs in with an authenticator: put a token of "npm run token -- ${username} --operator" into ` +
          `TENANTQL_OPERATOR_TOKEN, and name --endpoint ${url}${page.endpoint}.`,
      ),
    ),
  };
}

function deployedEndpoint({ endpoint, stage, outputs }: Connect): string | undefined {
  if (stage === undefined) return endpoint;
  if (endpoint === undefined) return readOutputs(stage, outputs).OperatorEndpoint;
  throw new UsageError('Either --stage or --endpoint says which API is asked, not both.');
}
