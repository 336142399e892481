import { jobScope, LOOK_UP_TTL, NoTenant, ttlCache, type Directory, type Scope } from '../../tenant/index.ts';

/**
 * Returns what opens a scope to read and end the subscriptions of a tenant, whatever became of their callers, and to enqueue the
 * messages to its endpoints: each at most `LOOK_UP_TTL` old, or null if there is no such tenant. No row is read in it, and each event and each connection needs it,
 * so it is not recorded.
 */
export function subscriptionScopes(
  directory: Directory,
  now: () => number,
): (tenantId: string) => Promise<Scope | null> {
  return ttlCache(LOOK_UP_TTL, now, async (tenantId: string) => {
    try {
      return await jobScope(directory, tenantId, 'subscriptions', null);
    } catch (error) {
      if (error instanceof NoTenant) return null;
      throw error;
    }
  });
}
