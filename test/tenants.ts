import { Scope } from '../src/tenant/index.ts';

/**
 * A scope of a tenant for tests. Only here is a string taken for a proved tenant: the sources have no such way in,
 * and the lint rule on casts holds for all of them.
 */
export function scopeOf(tenant: string, userId = 'user-1'): Scope {
  type Caller = Parameters<typeof Scope.open>[0];
  const tenantId = tenant as Caller['tenantId'];
  return Scope.open({ tenantId, userId, username: userId, groups: [], claims: { sub: userId } });
}
