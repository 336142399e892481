import type { Directory } from './directory.ts';
import { NO_RIGHTS } from './rights.ts';
import { Scope } from './scope.ts';
import { parseTenantId } from './tenant-id.ts';

/** The user id of a job. Jobs use `store.trusted`, because no rule admits this caller. */
const JOB_USER = 'job';

/** Records that a job got access to a tenant, and why. */
export type RecordJobScope = (entry: {
  readonly tenantId: string;
  readonly why: string;
}) => void | Promise<void>;

/** An error which says that the directory has no such tenant. */
export class NoTenant extends Error {
  override readonly name = 'NoTenant';

  constructor(tenant: string) {
    super(`There is no tenant "${tenant}".`);
  }
}

/**
 * Opens a scope without a token, for work that no user requested: seeding, export, purge.
 * It is the only other way into a tenant. Lint lets only lambda/, migrate/, local/ and cli/ call it.
 * @param why the purpose of the job, kept in the record
 * @param record gets each use before the scope opens. Null records nothing; lint lists the files that may pass it
 * @throws {NoTenant} if the directory has no such tenant
 */
export async function jobScope(
  directory: Directory,
  tenant: string,
  why: string,
  record: RecordJobScope | null,
): Promise<Scope> {
  const tenantId = parseTenantId(tenant);
  const known = tenantId && (await directory.lookUp(tenantId, JOB_USER)).tenant;
  if (!tenantId || known?.id !== tenantId) throw new NoTenant(tenant);
  await record?.({ tenantId, why });
  return Scope.open(
    {
      tenantId,
      userId: JOB_USER,
      username: JOB_USER,
      groups: [],
      claims: {},
      expiresAt: Infinity,
      actor: { type: 'system', id: JOB_USER, name: why },
      rights: NO_RIGHTS,
      readOnly: null,
      features: null,
    },
    known,
  );
}
