import type { Directory } from './directory.ts';
import { NO_RIGHTS } from './rights.ts';
import { Scope } from './scope.ts';
import { parseTenantId } from './tenant-id.ts';

/** Who acts in a job: no user at all. Jobs go by `store.trusted`, since no rule lets this caller in. */
export const JOB_USER = 'job';

/**
 * Opens a scope without a token, for work that no user asked for (seeding, export, purge). Spelled out and told to
 * `record`, because it is the one other way into a tenant; only lambda/ and local/ may call it.
 * @param why what the job is for, kept in the record
 * @throws {Error} when the directory knows no such tenant
 */
export async function jobScope(
  directory: Directory,
  tenant: string,
  why: string,
  record: (entry: { tenantId: string; why: string }) => void | Promise<void>,
): Promise<Scope> {
  const tenantId = parseTenantId(tenant);
  const known = tenantId && (await directory.lookUp(tenantId, JOB_USER)).tenant;
  if (!tenantId || known?.id !== tenantId) throw new Error(`There is no tenant "${tenant}".`);
  await record({ tenantId, why });
  return Scope.open(
    {
      tenantId,
      userId: JOB_USER,
      username: JOB_USER,
      groups: [],
      claims: {},
      actor: { type: 'system', id: JOB_USER, name: why },
      rights: NO_RIGHTS,
      readOnly: null,
      features: null,
    },
    known,
  );
}
