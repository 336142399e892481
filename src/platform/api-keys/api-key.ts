import { Refusal, type ApiKeyRecord } from '../../tenant/index.ts';
import type { ControlTransaction } from '../../store/index.ts';
import type { PlatformContext } from '../context.ts';

/** Milliseconds. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const KEY_ID = /^[a-z0-9]{20}$/;

export function statusOf(
  { revokedAt, expiresAt }: ApiKeyRecord,
  now: number,
): 'ACTIVE' | 'EXPIRED' | 'REVOKED' {
  if (revokedAt !== null) return 'REVOKED';
  return Date.parse(expiresAt) <= now ? 'EXPIRED' : 'ACTIVE';
}

/** Whether a key is of an operator who looks at the tenant, and none of the tenant's own. */
export function isImpersonation({ impersonation }: ApiKeyRecord): boolean {
  return impersonation !== null;
}

/** A time in milliseconds since 1970 as records keep it. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** A key of the caller's tenant. @throws {Refusal} NOT_FOUND, for one of another tenant as for one that never was */
export async function requireKey(
  transaction: ControlTransaction,
  { scope }: PlatformContext,
  id: string,
): Promise<ApiKeyRecord> {
  const key = KEY_ID.test(id) ? await transaction.get('apiKey', { tenantId: scope.tenantId, id }) : null;
  if (!key) throw noKey(id);
  return key;
}

export function noKey(id: string): Refusal {
  return new Refusal('NOT_FOUND', `There is no API key "${id}".`);
}

/** @throws {Refusal} INVALID_ARGUMENTS for a number out of bounds */
export function requireBetween(name: string, value: number, least: number, most: number): number {
  if (value < least || value > most)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${name}" must lie between ${least} and ${most}.`);
  return value;
}
