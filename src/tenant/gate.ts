import { TENANT_CLAIM, type VerifiedClaims } from './claims.ts';
import type { Caller } from './caller.ts';
import type { Directory } from './directory.ts';
import { Refusal } from './refusal.ts';
import { Scope } from './scope.ts';
import { parseTenantId, type TenantId } from './tenant-id.ts';
import { bearerToken, type VerifyToken } from './verify-token.ts';

/** How old a look-up of tenant and membership may be, in milliseconds: a suspension acts within it. */
export const LOOK_UP_TTL = 5000;

/** Look-ups kept; beyond it the oldest goes. One takes some hundred bytes. */
const MAX_LOOK_UPS = 10_000;

/** Lets callers in: token, tenant and membership become a Scope, or the request ends here. */
export interface Gate {
  /**
   * @param authorization the `Authorization` header
   * @throws {Refusal} UNAUTHENTICATED for the token, FORBIDDEN without an active membership, TENANT_SUSPENDED
   */
  admit(authorization: string | undefined): Promise<Scope>;
}

type LookUp = Awaited<ReturnType<Directory['lookUp']>>;

/** Opens the gate of a process: look-ups are shared by its requests, each at most `LOOK_UP_TTL` old. */
export function openGate(verify: VerifyToken, directory: Directory, now: () => number = Date.now): Gate {
  const lookUp = cached((tenant, user) => directory.lookUp(tenant, user), now);
  return {
    async admit(authorization) {
      const claims = await verify(bearerToken(authorization));
      const tenantId = parseTenantId(claims[TENANT_CLAIM]);
      if (!tenantId)
        throw new Refusal('UNAUTHENTICATED', 'The token names no tenant: sign in as a member of one.');
      return Scope.open(callerOf(tenantId, claims, await lookUp(tenantId, claims.sub)));
    },
  };
}

function callerOf(tenantId: TenantId, claims: VerifiedClaims, { tenant, membership }: LookUp): Caller {
  if (tenant?.id !== tenantId || membership?.tenantId !== tenantId || membership.status !== 'ACTIVE') {
    throw new Refusal('FORBIDDEN', 'You are not a member of this tenant: sign in again to choose another.');
  }
  if (tenant.status !== 'ACTIVE') {
    throw new Refusal('TENANT_SUSPENDED', 'This tenant is suspended: ask its administrator.');
  }
  return { tenantId, userId: claims.sub, username: claims.username, groups: membership.roles, claims };
}

/** Equal look-ups of the same moment share one promise; a failed one is not kept. */
function cached(
  find: (tenant: string, user: string) => Promise<LookUp>,
  now: () => number,
): (tenant: string, user: string) => Promise<LookUp> {
  const known = new Map<string, { at: number; found: Promise<LookUp> }>();
  return (tenant, user) => {
    const key = `${tenant} ${user}`;
    const recent = known.get(key);
    if (recent && now() - recent.at < LOOK_UP_TTL) return recent.found;
    known.delete(key);
    const [oldest] = known.keys();
    if (known.size >= MAX_LOOK_UPS && oldest !== undefined) known.delete(oldest);
    const entry = { at: now(), found: find(tenant, user) };
    known.set(key, entry);
    entry.found.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return entry.found;
  };
}
