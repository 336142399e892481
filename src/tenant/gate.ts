import { parseApiKey, type ApiKeyText } from './api-key.ts';
import { TENANT_CLAIM, type VerifiedClaims } from './claims.ts';
import type { Actor, Caller } from './caller.ts';
import { isGone, type ApiKeyRecord, type Directory, type TenantRecord } from './directory.ts';
import { BEING_MOVED } from './moving.ts';
import { notAMember, requireSameTenant, tenantOfRequest } from './name-tenant.ts';
import { isRefusal, Refusal, type RefusalCode } from './refusal.ts';
import { rightsOf } from './rights.ts';
import { Scope } from './scope.ts';
import type { TenantId } from './tenant-id.ts';
import { ttlCache } from './ttl-cache.ts';
import { invalidKey, proveKey, requireLive, userIdOfKey } from './verify-key.ts';
import { bearerToken, type VerifyToken } from './verify-token.ts';

/**
 * The most milliseconds that a look-up of tenant and membership is cached. A suspension takes effect within this time.
 */
export const LOOK_UP_TTL = 5000;

/** The check at the start of every request. It turns a token or a key into a Scope, or ends the request. */
export interface Gate {
  /**
   * Admits a caller to their tenant.
   * @param authorization the `Authorization` header: `Bearer` and an access token or an API key
   * @throws {Refusal} UNAUTHENTICATED for the token or key, TENANT_REQUIRED or TENANT_MISMATCH for the tenant, FORBIDDEN
   * without an active membership, TENANT_SUSPENDED
   */
  admit(authorization: string | undefined, options?: AdmitOptions): Promise<Scope>;
}

export interface AdmitOptions {
  /** The header `x-tenant`: the tenant that the request names. */
  readonly named?: string | undefined;
  /** Called for a caller with a proved identity whom an existing tenant of theirs does not admit. */
  readonly onRefused?: OnRefused;
}

export interface GateOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Returns the flags of `@feature` that a tenant has. Null gives all flags to every tenant. */
  readonly featuresOf: ((tenant: TenantRecord) => readonly string[]) | null;
}
export type OnRefused = (refused: RefusedEntry) => void;

/** A caller whom a tenant did not admit. */
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

  /** Opens the scope. Reports a refusal to `onRefused` before it throws it. */
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
      // A tenant that is gone has no audit.
      if (tenant && !isGone(tenant) && isRefusal(error)) {
        const { code, message } = error;
        onRefused?.({ tenantId: tenant.id, actor, code, message });
      }
      throw error;
    }
  };

  const admitUser = async (claims: VerifiedClaims, { named, onRefused }: AdmitOptions): Promise<Scope> => {
    const tenantId = tenantOfRequest(claims, named);
    const { tenant, membership } = await lookUp(tenantId, claims.sub);
    const actor: Actor = { type: 'user', id: claims.sub, name: claims.username };
    // A name in a header must not write into the audit of a tenant that is not the user's.
    const isTheirs = membership !== null || claims[TENANT_CLAIM] !== undefined;
    return openScope(tenant, actor, isTheirs ? onRefused : undefined, () => {
      if (tenant?.id !== tenantId || membership?.tenantId !== tenantId || membership.status !== 'ACTIVE')
        throw notAMember();
      const { sub: userId, username } = claims;
      const groups = membership.roles;
      const rights = rightsOf(groups, tenant);
      return { tenantId, userId, username, groups, claims, actor, rights, readOnly: readOnlyReason(tenant) };
    });
  };

  const admitKey = async ({ id, secret }: ApiKeyText, { named, onRefused }: AdmitOptions): Promise<Scope> => {
    const { tenant, key: found } = await lookUpKey(id);
    const { key, tenantId } = proveKey(secret, found);
    requireSameTenant(tenantId, named);
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
    async admit(authorization, options = {}) {
      const token = bearerToken(authorization);
      const key = parseApiKey(token);
      return key ? admitKey(key, options) : admitUser(await verify(token), options);
    },
  };
}

/**
 * Returns null if members may do everything in a tenant of this state, or the reason why they may only read.
 * @throws {Refusal} TENANT_SUSPENDED, or FORBIDDEN as for a tenant that never existed
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
      // Closing a tenant must not lift a suspension.
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
  return new Refusal('TENANT_SUSPENDED', 'This tenant is suspended: ask the operator of this service.');
}

function actorOf({ id, name, impersonation }: ApiKeyRecord): Actor {
  return impersonation
    ? { type: 'operator', id: impersonation.operatorId, name: impersonation.operator }
    : { type: 'apiKey', id, name };
}

/**
 * Returns the caller of a key.
 * The id replaces the username too, so that rows show whether a key or a member owns them.
 */
function callerOfKey({ id, roles: groups, scopes }: ApiKeyRecord, tenantId: TenantId, tenant: TenantRecord) {
  const userId = userIdOfKey(id);
  const rights = rightsOf(groups, tenant, scopes);
  return { tenantId, userId, username: userId, groups, claims: {}, rights };
}

function impersonating({ impersonation }: ApiKeyRecord): string | null {
  return impersonation && 'You look at this tenant on behalf of support: it can be read, but not changed.';
}
