import { newTenant, type Membership, type TenantRecord } from '../src/tenant/index.ts';
import type { Control } from '../src/store/index.ts';

/** Writes tenants and memberships without the rules of the platform, for tests that need such records. */
export interface Register {
  putTenant(tenant: Partial<TenantRecord> & Pick<TenantRecord, 'id'>): Promise<void>;
  setTenantStatus(id: string, status: TenantRecord['status']): Promise<void>;
  changeTenant(id: string, change: Partial<TenantRecord>): Promise<void>;
  putMembership(membership: MembershipLike): Promise<void>;
  removeMembership(tenantId: string, userId: string): Promise<void>;
}
type MembershipLike = Partial<Membership> & Pick<Membership, 'tenantId' | 'userId'>;

export function registerOver(control: Control): Register {
  const changeTenant = (id: string, change: Partial<TenantRecord>): Promise<void> =>
    control.transact(async (transaction) => {
      const tenant = await transaction.get('tenant', { id });
      if (!tenant) throw new Error(`There is no tenant "${id}".`);
      transaction.put('tenant', { ...tenant, ...change });
    });
  return {
    changeTenant,
    setTenantStatus: (id, status) => changeTenant(id, { status }),
    putTenant: (tenant) =>
      control.transact((transaction) => {
        transaction.add('tenant', newTenant({ name: tenant.id, ...tenant }));
        return Promise.resolve();
      }),
    putMembership: (given) =>
      control.transact(async (transaction) => {
        const member = memberOf(given);
        await transaction.get('member', member);
        transaction.put('member', member);
      }),
    removeMembership: (tenantId, userId) =>
      control.transact(async (transaction) => {
        await transaction.get('member', { tenantId, userId });
        transaction.remove('member', { tenantId, userId });
      }),
  };
}

/** Returns a membership with defaults for omitted fields. */
export function memberOf(given: MembershipLike): Membership {
  return {
    username: given.userId,
    email: `${given.userId}@example.test`,
    roles: ['MEMBER'],
    status: 'ACTIVE',
    joinedAt: '2026-01-01T00:00:00.000Z',
    ...given,
  };
}
