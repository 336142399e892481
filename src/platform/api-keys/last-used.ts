import { keyIdOf, ttlCache, type Scope } from '../../tenant/index.ts';
import type { Control } from '../../store/index.ts';

import { isoTime } from './api-key.ts';

/** Milliseconds: `lastUsedAt` is exact to it, and no key is written more often by one process. */
const MINUTE = 60_000;

/** Notes that the caller's key is used; at once for a member, and for a key that was noted within the minute. */
export type RecordLastUse = (scope: Scope) => Promise<void>;

/** Opens the notes of a process; `now` is in milliseconds since 1970. */
export function recordLastUse(control: Control, now: () => number): RecordLastUse {
  const note = ttlCache(MINUTE, now, (tenantId: string, id: string) =>
    control.transact(async (transaction) => {
      const key = await transaction.get('apiKey', { tenantId, id });
      const noted = key?.lastUsedAt ? Date.parse(key.lastUsedAt) : -Infinity;
      // Another process may have been faster.
      if (key && now() - noted >= MINUTE) transaction.put('apiKey', { ...key, lastUsedAt: isoTime(now()) });
    }),
  );
  return async ({ caller, tenantId }) => {
    const id = keyIdOf(caller);
    if (id !== null) await note(tenantId, id);
  };
}
