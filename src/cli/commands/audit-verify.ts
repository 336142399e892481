import { isDeferredByMove, jobScope, type Scope } from '../../tenant/index.ts';
import { refreshingSend, openAuditLog } from '../../store/index.ts';
import {
  livingTenants,
  sealAudit,
  verifyAudit,
  type Audit,
  type Integrity,
  type Plans,
} from '../../platform/index.ts';
import { openData, type OpenData } from '../open-data.ts';
import { readSchema } from '../../migrate/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { readPlansFile, UsageError } from '../../app/index.ts';

const USAGE =
  'Usage: npm run audit:verify -- [--tenant ID] [--data DIR] [--schema DIR] [--plans FILE] [--json]\n\n' +
  'Looks through the audit of each tenant of a data directory, also while a server runs. Exits with 1 for a broken one.\n';

/** Verifies the audit of each tenant, and prints the hash of its head for safekeeping elsewhere. */
runCommand(async () => {
  const { values } = parseArguments(
    {
      options: {
        schema: { type: 'string', default: 'schema/app' },
        // The plan says how long events are kept.
        plans: { type: 'string', default: 'schema/plans.json' },
        data: { type: 'string', default: '.tenantql' },
        tenant: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  const { plans } = readPlansFile(values.plans);
  const opened = await openData(values.data, readSchema(values.schema));
  try {
    const found: Record<string, Integrity> = {};
    const { control } = opened;
    for await (const tenant of values.tenant === undefined ? livingTenants(control) : [values.tenant]) {
      const integrity = await verify(tenant, opened, plans);
      found[tenant] = integrity;
      if (!integrity.ok) process.exitCode = 1;
      if (!values.json) process.stdout.write(`${tenant}: ${inWords(integrity)}\n`);
    }
    if (values.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  } finally {
    await opened.close();
  }
});

/**
 * Seals the waiting events first, so that they are verified too. It reads no row. The scope is not recorded, because its
 * event would change the head that the command prints.
 */
async function verify(
  tenant: string,
  { directory, control, sendOf }: OpenData,
  plans: Plans,
): Promise<Integrity> {
  const open = (): Promise<Scope> => jobScope(directory, tenant, 'verify the audit', null);
  const scope = await open().catch((error: unknown) => {
    throw new UsageError((error as Error).message);
  });
  const send = refreshingSend(sendOf, scope, { open, now: Date.now });
  const audit: Audit = { scope, log: openAuditLog(scope, send), control, plans, now: Date.now };
  await sealAudit(audit).catch((error: unknown) => {
    if (!isDeferredByMove(error)) throw error;
  });
  return verifyAudit(audit, tenant);
}

function inWords({ ok, events, head, firstBroken }: Integrity): string {
  const end = `head ${head.seq} ${head.hash || '(none)'}`;
  return ok
    ? `ok, events: ${events}, ${end}`
    : `BROKEN. ${firstBroken?.why ?? ''} Sound before it: ${events}, ${end}`;
}
