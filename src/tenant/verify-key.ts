import { isSecret, parseApiKey } from './api-key.ts';
import { TENANT_CLAIM } from './claims.ts';
import type { ApiKeyRecord, Directory } from './directory.ts';
import { Refusal } from './refusal.ts';
import { parseTenantId, type TenantId } from './tenant-id.ts';
import type { VerifyToken } from './verify-token.ts';

const KEY_USER = 'key:';

/** What stands for a key where a user is asked for. No `sub` of Cognito looks like it: those are UUIDs. */
export function userIdOfKey(id: string): string {
  return `${KEY_USER}${id}`;
}

/** The id of the key that a caller came with; null for a member. */
export function keyIdOf({ userId }: { readonly userId: string }): string | null {
  return userId.startsWith(KEY_USER) ? userId.slice(KEY_USER.length) : null;
}

/**
 * Verifies API keys beside tokens, each time by the record as it is now: what it answers says of a key what the claims
 * say of a user. It tells who is asking and no more; the gate alone lets anyone in.
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
 * Checks the secret of a key against its record, which alone says what tenant the key is of.
 * @throws {Refusal} UNAUTHENTICATED, alike for a key that is not there and for a wrong secret
 */
export function proveKey(
  secret: string,
  key: ApiKeyRecord | null,
): { readonly key: ApiKeyRecord; readonly tenantId: TenantId } {
  const tenantId = parseTenantId(key?.tenantId);
  if (!key || !tenantId || !isSecret(secret, key.secretHash)) throw invalidKey();
  return { key, tenantId };
}

/** @throws {Refusal} UNAUTHENTICATED for a key that was revoked or has expired; `now` is in milliseconds since 1970 */
export function requireLive({ expiresAt, revokedAt }: ApiKeyRecord, now: number): void {
  if (revokedAt !== null) throw new Refusal('UNAUTHENTICATED', 'The API key was revoked: use another one.');
  if (Date.parse(expiresAt) <= now)
    throw new Refusal('UNAUTHENTICATED', 'The API key has expired: use another one.');
}

export function invalidKey(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The API key is not valid: ask an administrator for a new one.');
}
