import type { ImportTenantInput } from '../generated/operator.ts';
import type { Files, JobRecord } from '../../store/index.ts';
import { isGone, newTenant, Refusal, TENANT_ID_PATTERN } from '../../tenant/index.ts';
import { archivePath, isArchiveFile, MAX_FILE, uploadAddress, type ArchiveAddress } from '../archives.ts';
import { nameArgument } from '../arguments.ts';
import type { Manifest } from '../jobs/archive-format.ts';
import { archivedTenant, checked } from '../jobs/archived-tenant.ts';
import type { ImportInput } from '../jobs/import.ts';
import { newJob } from '../jobs/new-job.ts';
import { storageFull, storageOf } from '../jobs/import-files.ts';
import { JOB_ID, openForOperators } from '../jobs/open-archive.ts';
import { requirePlan } from '../plans/require-plan.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { newTenantId } from '../tenants/tenant-id.ts';
import type { Change } from '../change.ts';
import { changeTenant } from './change-tenant.ts';
import type { OperatorContext } from './operator.ts';

const MAX_NAME = 200;

/**
 * Starts an import into a new tenant or an existing one. A new tenant is PROVISIONING until the import is
 * done.
 * @throws {Refusal} NOT_FOUND if the archive or the tenant does not exist, VALIDATION_FAILED if the archive
 * cannot be read, QUOTA_EXCEEDED if its files do not fit into the plan
 */
export async function importTenant(context: OperatorContext, input: ImportTenantInput): Promise<JobRecord> {
  const { platform, operator } = context;
  const archive = addressOf(input.archive);
  const opened = await openForOperators(platform.archives, archive);
  if (!opened) throw new Refusal('NOT_FOUND', 'There is no such archive, or it is not complete.');
  const { manifest } = opened;
  const into = input.into ?? null;
  const { withMembers = false, withOverrides = false, leaveOutDangling = false, scratch = false } = input;
  if (scratch && (into !== null || (input.name ?? null) !== null))
    throw new Refusal(
      'INVALID_ARGUMENTS',
      'The argument "input.scratch" makes a new tenant with a name of its own: leave out "input.into" and "input.name".',
    );
  const name = scratch ? scratchName(manifest) : nameOf(input, manifest);
  const plan = input.plan ?? manifest.tenant.plan;
  requirePlan(platform.plans, plan);
  const tenantId = into ?? newTenantId(name);
  const { overrides } = archivedTenant(platform.model, manifest.tenant, { withOverrides });
  // What an existing tenant has already needs no room, which only the job knows.
  const limit = storageOf(platform.plans, { plan, overrides, status: 'PROVISIONING' }, overrides);
  if (into === null && limit !== null && manifest.contents.bytes > limit) throw storageFull(limit);
  const asked: ImportInput = {
    archive: { ...archive },
    withMembers,
    withOverrides,
    leaveOutDangling,
  };
  const job = newJob({ tenantId, kind: 'IMPORT', input: asked }, operator.actor, platform.now());
  const begin = async (change: Change): Promise<JobRecord> => {
    if (into === null) {
      const createdAt = new Date(platform.now()).toISOString();
      const made = newTenant({ id: tenantId, name, plan, status: 'PROVISIONING', createdAt });
      change.add('tenant', scratch ? { ...made, scratch } : made);
    } else {
      const tenant = await requireTenant(change, into);
      if (isGone(tenant) || tenant.status === 'PROVISIONING' || tenant.status === 'MOVING')
        throw new Refusal(
          'CONDITION_FAILED',
          `The tenant "${into}" is ${tenant.status}: it takes no import.`,
        );
    }
    change.add('job', job);
    change.record({ action: 'import.requested', entity: { type: 'TenantJob', id: job.id } });
    return job;
  };
  await changeTenant(context, tenantId, begin);
  return job;
}

function scratchName({ tenant: { id } }: Manifest): string {
  return `Scratch copy of ${TENANT_ID_PATTERN.test(id) ? id : 'a tenant'}`;
}

function nameOf({ name }: ImportTenantInput, { tenant }: Manifest): string {
  return name == null
    ? checked('a name', () => nameArgument('tenant.name', tenant.name, MAX_NAME))
    : nameArgument('input.name', name, MAX_NAME);
}

function addressOf({ export: exported, uploadId }: ImportTenantInput['archive']): ArchiveAddress {
  if (exported && !uploadId) return { tenantId: exported.tenantId, archiveId: exported.jobId };
  if (uploadId && !exported) return uploadAddress(uploadId);
  throw new Refusal(
    'INVALID_ARGUMENTS',
    'The argument "input.archive" takes one of "export" and "uploadId".',
  );
}

/**
 * Stores a file of an archive that an operator sends.
 * @throws {Refusal} INVALID_ARGUMENTS
 */
export async function uploadArchivePart(
  uploads: Files,
  part: { readonly uploadId: string; readonly name: string; readonly base64: string },
): Promise<boolean> {
  if (!JOB_ID.test(part.uploadId))
    throw new Refusal('INVALID_ARGUMENTS', 'The argument "uploadId" must be a UUID in lower case.');
  if (!isArchiveFile(part.name))
    throw new Refusal('INVALID_ARGUMENTS', 'The argument "name" is not a file name of an archive.');
  const bytes = Buffer.from(part.base64, 'base64');
  if (bytes.length === 0 || bytes.length > MAX_FILE)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "base64" must hold 1 to ${MAX_FILE} bytes.`);
  await uploads.write(archivePath(part.uploadId, part.name), bytes);
  return true;
}
