import { savedCaller, type SavedCaller, type Scope } from '../../tenant/index.ts';
import type { WebhookRecord } from '../../store/index.ts';

/** The end of the year 9999, in seconds since 1970. */
const NEVER = 253_402_300_799;

/**
 * Returns the caller of a request as an endpoint keeps it. The token of a user ends within the hour and the endpoint does not:
 * the membership decides at each delivery. A key ends when it ends.
 */
export function endpointCaller(scope: Scope): Pick<WebhookRecord, 'caller' | 'actsAs'> {
  return { caller: lasting(savedCaller(scope)), actsAs: scope.caller.actor };
}

function lasting(caller: SavedCaller): SavedCaller {
  if (caller.is === 'key') return caller;
  return { ...caller, claims: { ...caller.claims, exp: NEVER }, expiresAt: NEVER };
}
