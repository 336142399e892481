import type { Directory } from './directory.ts';
import type { SavedCaller } from './saved-caller.ts';
import type { TenantId } from './tenant-id.ts';
import { ttlCache, type TtlCache } from './ttl-cache.ts';

type Found<Name extends 'lookUp' | 'lookUpKey'> = Awaited<ReturnType<Directory[Name]>>;

/** The look-ups of a gate, whose answers are cached. */
export interface LookUps {
  readonly lookUp: TtlCache<[tenantId: string, userId: string], Found<'lookUp'>>;
  readonly lookUpKey: TtlCache<[keyId: string], Found<'lookUpKey'>>;
  /** Looks up what the caches lack of saved callers of one tenant, in as few calls as possible. */
  readonly together: (tenantId: TenantId, callers: readonly SavedCaller[]) => void;
}

/** Opens the look-ups of a process. `ttl` is in milliseconds. */
export function openLookUps(directory: Directory, ttl: number, now: () => number): LookUps {
  const lookUp = ttlCache(ttl, now, (tenant: string, user: string) => directory.lookUp(tenant, user));
  const lookUpKey = ttlCache(ttl, now, (id: string) => directory.lookUpKey(id));
  return {
    lookUp,
    lookUpKey,
    together(tenantId, callers) {
      const userIds = new Set<string>();
      const keyIds = new Set<string>();
      for (const one of callers)
        if (one.is === 'user' && !lookUp.has(tenantId, one.claims.sub)) userIds.add(one.claims.sub);
        else if (one.is === 'key' && !lookUpKey.has(one.keyId)) keyIds.add(one.keyId);
      if (userIds.size + keyIds.size === 0) return;
      const found = directory.lookUpAll(tenantId, { userIds: [...userIds], keyIds: [...keyIds] });
      for (const id of userIds)
        lookUp.put(
          found.then(({ tenant, memberships }) => ({ tenant, membership: memberships.get(id) ?? null })),
          tenantId,
          id,
        );
      for (const id of keyIds)
        lookUpKey.put(
          found.then(({ tenant, keys }) => {
            const key = keys.get(id);
            // A key that is new may be missing here, and that of another tenant has another record of its tenant.
            return key?.tenantId === tenantId ? { tenant, key } : directory.lookUpKey(id);
          }),
          id,
        );
    },
  };
}
