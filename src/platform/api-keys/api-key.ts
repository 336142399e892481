import { Refusal, type ApiKeyRecord } from '../../tenant/index.ts';
import type { ControlTransaction } from '../../store/index.ts';
import type { PlatformContext } from '../context.ts';

/** Milliseconds of an hour. */
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

/**
 * Returns whether a key belongs to an operator who impersonates the tenant. Such a key is not one of the
 * tenant's own.
 */
export function isImpersonation({ impersonation }: ApiKeyRecord): boolean {
  return impersonation !== null;
}

/** Returns a time in milliseconds since 1970 as records store it: `2026-01-31T12:00:00.000Z`. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/**
 * Returns a key of the caller's tenant.
 * @throws {Refusal} NOT_FOUND, equally for a key of another tenant and for one that never existed
 */
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

/**
 * Checks that a number is within its bounds, both included.
 * @throws {Refusal} INVALID_ARGUMENTS if it is not
 */
export function requireBetween(name: string, value: number, least: number, most: number): number {
  if (value < least || value > most)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${name}" must lie between ${least} and ${most}.`);
  return value;
}
