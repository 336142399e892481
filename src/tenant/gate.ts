import { parseApiKey, type ApiKeyText } from './api-key.ts';
import { TENANT_CLAIM, type VerifiedClaims } from './claims.ts';
import type { Actor, Caller } from './caller.ts';
import { isGone, type ApiKeyRecord, type Directory, type TenantRecord } from './directory.ts';
import { openLookUps } from './look-ups.ts';
import { notAMember, requireSameTenant, tenantOfRequest } from './name-tenant.ts';
import { readOnlyReason } from './read-only.ts';
import { isRefusal, Refusal, type RefusalCode } from './refusal.ts';
import { rightsOf } from './rights.ts';
import { requireUnexpired, type SavedCaller } from './saved-caller.ts';
import { Scope } from './scope.ts';
import { parseTenantId, type TenantId } from './tenant-id.ts';
import { invalidKey, proveKey, requireLive, userIdOfKey } from './verify-key.ts';
import { bearerToken, type VerifyToken } from './verify-token.ts';

/**
 * The most milliseconds that a look-up of tenant and membership is cached. A suspension takes effect within this time.
 */
export const LOOK_UP_TTL = 5000;
/** The most callers that are looked up together. The cache must keep all their answers until they are read. */
const MOST_TOGETHER = 1_000;

/** The check at the start of every request. It turns a token or a key into a Scope, or ends the request. */
export interface Gate {
  /**
   * Admits a caller to their tenant.
   * @param authorization the `Authorization` header: `Bearer` and an access token or an API key
   * @throws {Refusal} UNAUTHENTICATED for the token or key, TENANT_REQUIRED or TENANT_MISMATCH for the tenant, FORBIDDEN
   * without an active membership, TENANT_SUSPENDED
   */
  admit(authorization: string | undefined, options?: AdmitOptions): Promise<Scope>;
  /**
   * Opens the scopes of saved callers of one tenant again, by records that are at most `LOOK_UP_TTL` old. What is not cached
   * is looked up together. Returns one answer for each caller, in their order: its scope, or why it is not admitted any more.
   * `onRefused` is called as by `admit`; an expired caller is no refusal.
   */
  readmit(
    tenantId: string,
    callers: readonly SavedCaller[],
    onRefused?: OnRefused,
  ): Promise<readonly (Scope | Refusal)[]>;
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
  const { lookUp, lookUpKey, together } = openLookUps(directory, LOOK_UP_TTL, now);

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

  const scopeOfUser = async (
    tenantId: TenantId,
    claims: VerifiedClaims,
    onRefused?: OnRefused,
  ): Promise<Scope> => {
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
      const expiresAt = Number(claims['exp']);
      return {
        tenantId,
        userId,
        username,
        groups,
        claims,
        actor,
        rights,
        expiresAt,
        readOnly: readOnlyReason(tenant),
      };
    });
  };

  const scopeOfKey = (
    tenantId: TenantId,
    key: ApiKeyRecord,
    tenant: TenantRecord | null,
    onRefused?: OnRefused,
  ): Scope => {
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

  const admitKey = async ({ id, secret }: ApiKeyText, { named, onRefused }: AdmitOptions): Promise<Scope> => {
    const { tenant, key: found } = await lookUpKey(id);
    const { key, tenantId } = proveKey(secret, found);
    requireSameTenant(tenantId, named);
    return scopeOfKey(tenantId, key, tenant, onRefused);
  };

  const readmitOne = async (
    tenantId: TenantId,
    caller: SavedCaller,
    onRefused?: OnRefused,
  ): Promise<Scope> => {
    requireUnexpired(caller, now());
    if (caller.is === 'user')
      return scopeOfUser(tenantOfRequest(caller.claims, tenantId), caller.claims, onRefused);
    const { tenant, key } = await lookUpKey(caller.keyId);
    if (key?.tenantId !== tenantId) throw invalidKey();
    return scopeOfKey(tenantId, key, tenant, onRefused);
  };

  return {
    async admit(authorization, options = {}) {
      const token = bearerToken(authorization);
      const key = parseApiKey(token);
      if (key) return admitKey(key, options);
      const claims = await verify(token);
      return scopeOfUser(tenantOfRequest(claims, options.named), claims, options.onRefused);
    },
    async readmit(tenant, callers, onRefused) {
      const tenantId = parseTenantId(tenant);
      if (!tenantId) return callers.map(notAMember);
      const admitted: (Scope | Refusal)[] = [];
      for (let at = 0; at < callers.length; at += MOST_TOGETHER) {
        const some = callers.slice(at, at + MOST_TOGETHER);
        together(tenantId, some);
        const found = some.map((caller) => orRefusal(readmitOne(tenantId, caller, onRefused)));
        admitted.push(...(await Promise.all(found)));
      }
      return admitted;
    },
  };
}

/** Returns a refusal instead of throwing it. */
async function orRefusal(admitted: Promise<Scope>): Promise<Scope | Refusal> {
  try {
    return await admitted;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
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
function callerOfKey(
  { id, roles: groups, scopes, ...key }: ApiKeyRecord,
  tenantId: TenantId,
  tenant: TenantRecord,
) {
  const userId = userIdOfKey(id);
  const rights = rightsOf(groups, tenant, scopes);
  const expiresAt = Math.floor(Date.parse(key.expiresAt) / 1000);
  return { tenantId, userId, username: userId, groups, claims: {}, rights, expiresAt };
}

function impersonating({ impersonation }: ApiKeyRecord): string | null {
  return impersonation && 'You look at this tenant on behalf of support: it can be read, but not changed.';
}
