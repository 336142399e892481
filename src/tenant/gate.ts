import { parseApiKey, type ApiKeyText } from './api-key.ts';
import { TENANT_CLAIM, type VerifiedClaims } from './claims.ts';
import type { Actor, Caller } from './caller.ts';
import { isGone, type ApiKeyRecord, type Directory, type TenantRecord } from './directory.ts';
import { BEING_MOVED } from './moving.ts';
import { isRefusal, Refusal, type RefusalCode } from './refusal.ts';
import { rightsOf } from './rights.ts';
import { Scope } from './scope.ts';
import { parseTenantId, type TenantId } from './tenant-id.ts';
import { ttlCache } from './ttl-cache.ts';
import { invalidKey, proveKey, requireLive, userIdOfKey } from './verify-key.ts';
import { bearerToken, type VerifyToken } from './verify-token.ts';

/** How old a look-up of tenant and membership may be, in milliseconds: a suspension acts within it. */
export const LOOK_UP_TTL = 5000;

/** Lets callers in: a token or a key, tenant and membership become a Scope, or the request ends here. */
export interface Gate {
  /**
   * @param authorization the `Authorization` header: `Bearer` and an access token or an API key
   * @param onRefused hears of someone whose identity was proved but who was not let in to a tenant that there is
   * @throws {Refusal} UNAUTHENTICATED for the token or key, FORBIDDEN without an active membership, TENANT_SUSPENDED
   */
  admit(authorization: string | undefined, onRefused?: OnRefused): Promise<Scope>;
}

export interface GateOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Returns the flags of `@feature` that a tenant has. Null gives all flags to every tenant. */
  readonly featuresOf: ((tenant: TenantRecord) => readonly string[]) | null;
}
export type OnRefused = (refused: RefusedEntry) => void;

/** Someone who was kept out of a tenant. */
export interface RefusedEntry {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly code: RefusalCode;
  readonly message: string;
}

/** Opens the gate of a process: look-ups are shared by its requests, each at most `LOOK_UP_TTL` old. */
export function openGate(verify: VerifyToken, directory: Directory, options: GateOptions): Gate {
  const { now = Date.now, featuresOf } = options;
  const lookUp = ttlCache(LOOK_UP_TTL, now, (tenant: string, user: string) => directory.lookUp(tenant, user));
  const lookUpKey = ttlCache(LOOK_UP_TTL, now, (id: string) => directory.lookUpKey(id));

  /** Opens the scope, or tells of the refusal on its way out. */
  const openScope = (
    tenant: TenantRecord | null,
    actor: Actor,
    onRefused: OnRefused | undefined,
    open: () => Omit<Caller, 'features'>,
  ): Scope => {
    try {
      if (!tenant) throw notAMember();
      return Scope.open({ ...open(), features: featuresOf?.(tenant) ?? null }, tenant);
    } catch (error) {
      // A tenant that is gone has no audit any more.
      if (tenant && !isGone(tenant) && isRefusal(error)) {
        const { code, message } = error;
        onRefused?.({ tenantId: tenant.id, actor, code, message });
      }
      throw error;
    }
  };

  const admitUser = async (claims: VerifiedClaims, onRefused?: OnRefused): Promise<Scope> => {
    const tenantId = parseTenantId(claims[TENANT_CLAIM]);
    if (!tenantId)
      throw new Refusal('UNAUTHENTICATED', 'The token names no tenant: sign in as a member of one.');
    const { tenant, membership } = await lookUp(tenantId, claims.sub);
    const actor: Actor = { type: 'user', id: claims.sub, name: claims.username };
    return openScope(tenant, actor, onRefused, () => {
      if (tenant?.id !== tenantId || membership?.tenantId !== tenantId || membership.status !== 'ACTIVE')
        throw notAMember();
      const { sub: userId, username } = claims;
      const groups = membership.roles;
      const rights = rightsOf(groups, tenant);
      return { tenantId, userId, username, groups, claims, actor, rights, readOnly: readOnlyReason(tenant) };
    });
  };

  const admitKey = async ({ id, secret }: ApiKeyText, onRefused?: OnRefused): Promise<Scope> => {
    const { tenant, key: found } = await lookUpKey(id);
    const { key, tenantId } = proveKey(secret, found);
    const actor = actorOf(key);
    return openScope(tenant, actor, onRefused, () => {
      if (tenant?.id !== tenantId) throw invalidKey();
      requireLive(key, now());
      if (key.impersonation && !tenant.settings.allowImpersonation)
        throw new Refusal('FORBIDDEN', 'This tenant does not allow impersonation any more.');
      return {
        ...callerOfKey(key, tenantId, tenant),
        actor,
        readOnly: readOnlyReason(tenant) ?? impersonating(key),
      };
    });
  };

  return {
    async admit(authorization, onRefused) {
      const token = bearerToken(authorization);
      const key = parseApiKey(token);
      return key ? admitKey(key, onRefused) : admitUser(await verify(token), onRefused);
    },
  };
}

function notAMember(): Refusal {
  return new Refusal('FORBIDDEN', 'You are not a member of this tenant: sign in again to choose another.');
}

/**
 * Whether the state of a tenant lets its members in: null for all, or why they may only read.
 * @throws {Refusal} TENANT_SUSPENDED, or FORBIDDEN as for a tenant that never was
 */
function readOnlyReason({ status, suspension }: TenantRecord): string | null {
  switch (status) {
    case 'ACTIVE':
      return null;
    case 'SUSPENDED':
      if (suspension?.mode === 'READ_ONLY')
        return 'This tenant is suspended: it can be read, but not changed.';
      throw suspended();
    case 'MOVING':
      return BEING_MOVED;
    case 'OFFBOARDING':
      // Closing a tenant opens nothing that a suspension had closed.
      if (suspension?.mode === 'BLOCKED') throw suspended();
      return 'This tenant is being closed: it can be read and exported, but not changed.';
    case 'PROVISIONING':
      throw new Refusal('TENANT_SUSPENDED', 'This tenant is being set up: try again in a moment.');
    case 'PURGING':
    case 'DELETED':
      throw notAMember();
    default:
      return status satisfies never;
  }
}

function suspended(): Refusal {
  return new Refusal('TENANT_SUSPENDED', 'This tenant is suspended: ask its administrator.');
}

function actorOf({ id, name, impersonation }: ApiKeyRecord): Actor {
  return impersonation
    ? { type: 'operator', id: impersonation.operatorId, name: impersonation.operator }
    : { type: 'apiKey', id, name };
}

/** A key goes by its id also where a username is asked for: its name could be that of a member, who owns rows by it. */
function callerOfKey({ id, roles: groups, scopes }: ApiKeyRecord, tenantId: TenantId, tenant: TenantRecord) {
  const userId = userIdOfKey(id);
  const rights = rightsOf(groups, tenant, scopes);
  return { tenantId, userId, username: userId, groups, claims: {}, rights };
}

function impersonating({ impersonation }: ApiKeyRecord): string | null {
  return impersonation && 'You look at this tenant on behalf of support: it can be read, but not changed.';
}
