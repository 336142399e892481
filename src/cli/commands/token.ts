import { TENANT_CLAIM, TENANT_HEADER, TENANTS_CLAIM } from '../../tenant/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { findServer } from '../../local/data-directory/index.ts';
import {
  OUTPUTS,
  awsPool,
  localPool,
  openPerson,
  readOutputs,
  readPage,
  seededPassword,
  setUpAuthenticator,
  signIn,
  stagePool,
  type Person,
  type Pool,
} from '../sign-in/index.ts';
import { UsageError } from '../../app/index.ts';

const USAGE = `Usage: npm run token -- USER [--operator | --tenant ID] [WHERE] [--new-authenticator]

where the server on this machine is asked for an access token, or a deployed pool:
  [--password TEXT] [--data DIR]      the server of a data directory (.tenantql); the seed's password
  --stage NAME [--outputs FILE]       a stage, by what its deployment wrote (${OUTPUTS})
  --pool ID --client ID               any user pool
`;

/** Prints an access token of a user or an operator, of this machine or of a deployed stage. */
runCommand(async () => {
  const asked = readArguments();
  const person = openPerson();
  try {
    const { pool, password } = await findPool(asked, person);
    const { username, tenant } = asked;
    const token = await signIn(pool, { username, password, tenant }, person);
    const { [TENANT_CLAIM]: bound, [TENANTS_CLAIM]: several } = claimsOf(token);
    if (bound === undefined && typeof several === 'string') {
      const names = several.split(' ').join(', ');
      person.say(
        `The token is for several tenants: ${names}. Name one with --tenant, or in the header "${TENANT_HEADER}".`,
      );
    }
    if (asked['new-authenticator']) {
      const account = { issuer: pool.issuer, username };
      await setUpAuthenticator(pool, account, { AccessToken: token }, person);
      person.say('The new authenticator is in force; delete the old account from the app.');
    }
    process.stdout.write(`${token}\n`);
  } finally {
    person.close();
  }
});

type Asked = ReturnType<typeof readArguments>;

function readArguments() {
  const { values, positionals } = parseArguments(
    {
      allowPositionals: true,
      options: {
        operator: { type: 'boolean', default: false },
        tenant: { type: 'string' },
        password: { type: 'string' },
        data: { type: 'string', default: '.tenantql' },
        stage: { type: 'string' },
        outputs: { type: 'string', default: OUTPUTS },
        pool: { type: 'string' },
        client: { type: 'string' },
        'new-authenticator': { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  const [username, more] = positionals;
  const { operator, tenant, password, stage, pool, client } = values;
  const deployed = stage !== undefined || pool !== undefined;
  if (
    username === undefined ||
    more !== undefined ||
    (operator && tenant !== undefined) ||
    (stage !== undefined && pool !== undefined) ||
    (pool === undefined) !== (client === undefined) ||
    // Other users of the machine can see a password among the arguments.
    (deployed && password !== undefined)
  ) {
    throw new UsageError(USAGE);
  }
  return { ...values, username, plane: operator ? ('operator' as const) : ('tenant' as const) };
}

/**
 * Returns the pool to sign in to, and the password. The command asks for that of a deployed pool, and the seed has the
 * others.
 */
async function findPool(asked: Asked, person: Person): Promise<{ pool: Pool; password: string }> {
  const { username, plane, stage, outputs, pool: id, client, data } = asked;
  if (stage !== undefined || id !== undefined) {
    const pool =
      stage === undefined
        ? awsPool(id ?? '', client ?? '', id ?? '')
        : stagePool(stage, readOutputs(stage, outputs), plane);
    return { pool, password: await person.askSecret(`Password of ${username}`) };
  }
  const url = findServer(data);
  const page = await readPage(url, plane);
  return { pool: localPool(url, page), password: asked.password ?? seededPassword(page, username) };
}

/** Returns the claims of a token that Cognito has just issued, so that nothing is left to verify. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(payload) as Readonly<Record<string, unknown>>;
}
