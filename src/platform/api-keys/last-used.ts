import { keyIdOf, ttlCache, type Scope } from '../../tenant/index.ts';
import type { Control } from '../../store/index.ts';

import { isoTime } from './api-key.ts';

/** Precision of `lastUsedAt` in milliseconds. A process writes a key at most once in this time. */
const MINUTE = 60_000;

/**
 * Records that the caller's key was used. Ends at once for a key that was recorded within the last minute.
 * Returns null for a member.
 */
export type RecordLastUse = (scope: Scope) => Promise<void> | null;

/** Creates the recorder of a process. `now` returns milliseconds since 1970. */
export function recordLastUse(control: Control, now: () => number): RecordLastUse {
  const recordUse = ttlCache(MINUTE, now, (tenantId: string, id: string) =>
    control.transact(async (transaction) => {
      const key = await transaction.get('apiKey', { tenantId, id });
      const lastRecorded = key?.lastUsedAt ? Date.parse(key.lastUsedAt) : -Infinity;
      // Another process may have written a later time.
      if (key && now() - lastRecorded >= MINUTE)
        transaction.put('apiKey', { ...key, lastUsedAt: isoTime(now()) });
    }),
  );
  return ({ caller, tenantId }) => {
    const id = keyIdOf(caller);
    return id === null ? null : recordUse(tenantId, id);
  };
}
