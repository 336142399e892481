import { isSecret, parseApiKey } from './api-key.ts';
import { TENANT_CLAIM } from './claims.ts';
import type { ApiKeyRecord, Directory } from './directory.ts';
import { Refusal } from './refusal.ts';
import { parseTenantId, type TenantId } from './tenant-id.ts';
import type { VerifyToken } from './verify-token.ts';

const KEY_USER = 'key:';

/** Returns the user id of a key: `key:` and its id. No `sub` of Cognito looks like it, because those are UUIDs. */
export function userIdOfKey(id: string): string {
  return `${KEY_USER}${id}`;
}

/** Returns the id of the key that a caller used; null for a member. */
export function keyIdOf({ userId }: { readonly userId: string }): string | null {
  return userId.startsWith(KEY_USER) ? userId.slice(KEY_USER.length) : null;
}

/**
 * Returns a verifier that accepts API keys in addition to tokens.
 * It looks the key's record up for each call and returns claims as for a user. It only proves the identity; the gate
 * decides whether to admit the caller.
 */
export function orApiKey(
  verify: VerifyToken,
  directory: Pick<Directory, 'lookUpKey'>,
  now: () => number = Date.now,
): VerifyToken {
  return async (token) => {
    const text = parseApiKey(token);
    if (!text) return verify(token);
    const found = await directory.lookUpKey(text.id);
    const { key, tenantId } = proveKey(text.secret, found.key);
    requireLive(key, now());
    const userId = userIdOfKey(key.id);
    return { sub: userId, username: userId, [TENANT_CLAIM]: tenantId };
  };
}

/**
 * Checks the secret of a key against its record, which alone says to which tenant the key belongs.
 * @throws {Refusal} UNAUTHENTICATED, with the same message for a missing key and for a wrong secret
 */
export function proveKey(
  secret: string,
  key: ApiKeyRecord | null,
): { readonly key: ApiKeyRecord; readonly tenantId: TenantId } {
  const tenantId = parseTenantId(key?.tenantId);
  if (!key || !tenantId || !isSecret(secret, key.secretHash)) throw invalidKey();
  return { key, tenantId };
}

/**
 * Requires that a key is neither revoked nor expired. `now` is in milliseconds since 1970.
 * @throws {Refusal} UNAUTHENTICATED if it is
 */
export function requireLive({ expiresAt, revokedAt }: ApiKeyRecord, now: number): void {
  if (revokedAt !== null) throw new Refusal('UNAUTHENTICATED', 'The API key was revoked: use another one.');
  if (Date.parse(expiresAt) <= now)
    throw new Refusal('UNAUTHENTICATED', 'The API key has expired: use another one.');
}

export function invalidKey(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The API key is not valid: ask an administrator for a new one.');
}
