import { newTenant, rightsOf, Scope } from '../src/tenant/index.ts';

/**
 * Returns a scope of a tenant for tests. Only here does a string become a `TenantId`: the sources have no such cast,
 * and a lint rule forbids it there.
 */
export function scopeOf(tenant: string, userId = 'user-1', more: Partial<Caller> = {}): Scope {
  const record = newTenant({ id: tenant, name: tenant });
  const groups = more.groups ?? [];
  return Scope.open(
    {
      tenantId: tenant as Caller['tenantId'],
      userId,
      username: userId,
      groups,
      claims: { sub: userId },
      expiresAt: Date.parse('2100-01-01') / 1000,
      actor: { type: 'user', id: userId, name: userId },
      rights: rightsOf(groups, record),
      readOnly: null,
      features: null,
      ...more,
    },
    record,
  );
}

type Caller = Parameters<typeof Scope.open>[0];
