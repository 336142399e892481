import { Refusal, type Membership } from '../../tenant/index.ts';
import type { ControlTransaction } from '../../store/index.ts';

/**
 * Writes a membership, or removes it, and keeps what the tenant counts: its seats and its owners.
 * @param seats how many members may be active; null: no bound
 * @throws {Refusal} NOT_FOUND without such a tenant, QUOTA_EXCEEDED without a free seat, LAST_OWNER when none would be left
 */
export async function setMembership(
  transaction: ControlTransaction,
  ids: Pick<Membership, 'tenantId' | 'userId'>,
  next: Membership | null,
  seats: number | null,
): Promise<void> {
  const tenant = await transaction.get('tenant', { id: ids.tenantId });
  if (!tenant) throw new Refusal('NOT_FOUND', `There is no tenant "${ids.tenantId}".`);
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
      'The last owner of a tenant cannot leave it: make someone else owner first.',
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
