import { TENANT_CLAIM } from '../../tenant/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { findServer } from '../running-server.ts';
import { readPage, signIn } from '../sign-in.ts';
import { UsageError } from '../usage-error.ts';

const USAGE = `Usage: npm run token -- USER [--tenant ID] [--password TEXT] [--data DIR]
       npm run token -- OPERATOR --operator [--password TEXT] [--data DIR]
`;

/** Prints an access token of a local user or operator. */
runCommand(async () => {
  const { values, positionals } = parseArguments(
    {
      allowPositionals: true,
      options: {
        operator: { type: 'boolean', default: false },
        tenant: { type: 'string' },
        password: { type: 'string' },
        data: { type: 'string', default: '.tenantql' },
      },
    },
    USAGE,
  );
  const [username] = positionals;
  const { operator, tenant, password } = values;
  if (username === undefined || (operator && tenant !== undefined)) throw new UsageError(USAGE);
  const url = findServer(values.data);
  const page = await readPage(url, operator ? 'operator' : 'tenant');
  const token = await signIn(url, page, { username, password, tenant });
  // Whoever asks for a tenant that is not theirs gets their first one.
  if (tenant !== undefined && tenantOf(token) !== tenant) {
    throw new UsageError(`"${username}" is not a member of the tenant "${tenant}".`);
  }
  process.stdout.write(`${token}\n`);
});

/** Reads a claim of a token that Cognito itself has just handed out, so that nothing is left to verify. */
function tenantOf(token: string): unknown {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(payload) as Readonly<Record<string, unknown>>)[TENANT_CLAIM];
}
