import { Refusal, type Membership } from '../../tenant/index.ts';
import type { ControlTransaction } from '../../store/index.ts';

/**
 * Writes or deletes a membership, and updates the tenant's counts of seats and owners.
 * @param seats the maximum number of active members; null means no limit
 * @throws {Refusal} NOT_FOUND if the tenant does not exist, QUOTA_EXCEEDED if no seat is free, LAST_OWNER if
 * no owner would be left, CONDITION_FAILED for a scratch copy
 */
export async function setMembership(
  transaction: ControlTransaction,
  ids: Pick<Membership, 'tenantId' | 'userId'>,
  next: Membership | null,
  seats: number | null,
): Promise<void> {
  const tenant = await transaction.get('tenant', { id: ids.tenantId });
  if (!tenant) throw new Refusal('NOT_FOUND', `There is no tenant "${ids.tenantId}".`);
  if (next && tenant.scratch)
    throw new Refusal(
      'CONDITION_FAILED',
      `The tenant "${tenant.id}" is a scratch copy: it takes no members.`,
    );
  const before = await transaction.get('member', ids);
  const taken = tenant.seats + seatOf(next) - seatOf(before);
  const owners = tenant.owners + ownerOf(next) - ownerOf(before);
  if (taken > tenant.seats && seats !== null && taken > seats)
    throw new Refusal(
      'QUOTA_EXCEEDED',
      `All ${seats} seats of this tenant are taken: remove a member first.`,
    );
  if (owners < 1 && ownerOf(before) > 0)
    throw new Refusal(
      'LAST_OWNER',
      'The last owner of a tenant cannot leave it: make another member owner first.',
    );
  if (next) transaction.put('member', next);
  else transaction.remove('member', ids);
  transaction.put('tenant', { ...tenant, seats: taken, owners });
}

function seatOf(member: Membership | null): number {
  return member?.status === 'ACTIVE' ? 1 : 0;
}

function ownerOf(member: Membership | null): number {
  return member?.status === 'ACTIVE' && member.roles.includes('OWNER') ? 1 : 0;
}
