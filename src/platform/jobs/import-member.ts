import type { Json } from '../../model/index.ts';
import type { Control, JobRecord } from '../../store/index.ts';
import {
  isReservedUsername,
  newTenant,
  TENANT_ID_PATTERN,
  type Membership,
  type TenantRecord,
} from '../../tenant/index.ts';
import { isUpload, type ArchiveAddress } from '../archives.ts';
import type { PlatformParts } from '../context.ts';
import { roleNames } from '../roles/index.ts';
import { setMembership } from '../tenants/set-membership.ts';
import { sha256, type Manifest } from './archive-format.ts';
import { jobChange } from './job-change.ts';

/**
 * Returns whether an export of this platform wrote the manifest, byte for byte. The manifest holds the hashes of all
 * files, so the whole archive is then as it was exported. An archive that operators sent may name any tenant.
 */
export async function isOwnExport(
  control: Control,
  archive: ArchiveAddress,
  { tenant }: Manifest,
  bytes: Uint8Array | null,
): Promise<boolean> {
  if (!isUpload(archive)) return archive.tenantId === tenant.id;
  if (!bytes || !TENANT_ID_PATTERN.test(tenant.id)) return false;
  const hash = sha256(bytes);
  for await (const { kind, result } of control.all('jobs', tenant.id))
    if (kind === 'EXPORT' && result?.['manifest'] === hash) return true;
  return false;
}

interface Joining {
  readonly job: JobRecord;
  /** The tenant that the archive was exported from, if the archive is as it was exported. */
  readonly vouching: string | null;
  /** The roles of the archive. */
  readonly roles: TenantRecord['roles'];
  /** False if the users are only counted. */
  readonly joins: boolean;
}

/**
 * Makes a user of the archive a member, with the roles that they have in the exported tenant now. No file puts a user
 * into a tenant: the records of the exported tenant must name them too, and their identity must exist.
 */
export async function putMember(
  { control, identities, model }: PlatformParts,
  { job, vouching, roles: archived, joins }: Joining,
  userId: Json | undefined,
): Promise<'members' | 'withoutIdentity' | 'notOfSource'> {
  const isNamed =
    typeof userId === 'string' && userId !== '' && userId.isWellFormed() && userId.length <= MAX_ID;
  const source =
    vouching !== null && isNamed ? await control.get('member', { tenantId: vouching, userId }) : null;
  if (!source) return 'notOfSource';
  const identity = await identities.find(source.username);
  if (identity?.userId !== source.userId || isReservedUsername(source.username)) return 'withoutIdentity';
  const { tenantId } = job;
  return control.transact(async (transaction) => {
    if (await transaction.get('member', { tenantId, userId: source.userId })) return 'members';
    const tenant =
      (await transaction.get('tenant', { id: tenantId })) ?? newTenant({ id: tenantId, name: '' });
    const known = roleNames(model, tenant.status === 'PROVISIONING' ? { roles: archived } : tenant);
    const roles = source.roles.filter((role) => known.includes(role));
    if (roles.length === 0) return 'notOfSource';
    if (!joins) return 'members';
    const { username, email, status, joinedAt } = source;
    const member: Membership = { tenantId, userId: source.userId, username, email, roles, status, joinedAt };
    await setMembership(transaction, member, member, null);
    jobChange(job, transaction).record({
      action: 'member.imported',
      entity: { type: 'TenantMember', id: member.userId },
      detail: { before: [], after: roles },
    });
    return 'members';
  });
}

/** Maximum length of a Cognito sub in a key. */
const MAX_ID = 128;
