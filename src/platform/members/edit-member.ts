import { Refusal, type Membership, type TenantRecord } from '../../tenant/index.ts';
import type { Change } from '../change.ts';
import type { PlatformParts } from '../context.ts';
import { planOf } from '../plans/plan.ts';

import { requireLivingTenant } from '../tenants/find-tenant.ts';
import { recordEnd } from '../tenants/record-end.ts';
import { setMembership } from '../tenants/set-membership.ts';

/** A membership as clients see it, also when it has just ended. */
export type ShownMember = Omit<Membership, 'status'> & {
  readonly status: Membership['status'] | 'REMOVED';
};

/** A change of a membership. */
export interface MemberEdit {
  /** The action's name in the audit. */
  readonly action: string;
  /** Returns the changed membership, or null to end it. Throws a refusal if the change is not permitted. */
  readonly edit: (member: Membership, tenant: TenantRecord) => Membership | null;
}

/**
 * Changes one membership and records it in the audit.
 * @returns the membership as it became
 * @throws {Refusal} NOT_FOUND, QUOTA_EXCEEDED, LAST_OWNER, and all that the edit throws
 */
export async function editMember(
  change: Change,
  { plans, now }: Pick<PlatformParts, 'plans' | 'now'>,
  { tenantId, userId }: Pick<Membership, 'tenantId' | 'userId'>,
  { action, edit }: MemberEdit,
): Promise<ShownMember> {
  const tenant = await requireLivingTenant(change, tenantId);
  const before = await change.get('member', { tenantId, userId });
  if (!before) throw new Refusal('NOT_FOUND', `There is no member "${userId}".`);
  const after = edit(before, tenant);
  await setMembership(change, before, after, planOf(plans, tenant).limits.seats);
  if (before.status === 'ACTIVE' && after?.status !== 'ACTIVE') await recordEnd(change, userId, now());
  change.record({
    action,
    entity: { type: 'TenantMember', id: userId },
    detail: { before: before.roles, after: after?.roles ?? [] },
  });
  return after ?? { ...before, roles: [], status: 'REMOVED' };
}
