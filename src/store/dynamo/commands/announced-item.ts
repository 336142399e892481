import type { TenantId } from '../../../tenant/index.ts';
import type { AnnounceAccess } from '../../port/access.ts';
import type { Item } from '../driver/send.ts';
import { announcedKey, TTL } from '../keys/keys.ts';

export const MUTATION = 'mutation';
export const ANSWER = 'answer';
export const TOO_LARGE = 'tooLarge';

/** Bytes of an answer, so that its item has less than the 400 KB of DynamoDB. */
const MAX_BYTES = 390_000;

/**
 * Returns the item of an announced answer, which is JSON text. One that is too large is left out: its mutation has written
 * already, and must not fail.
 */
export function announcedItem(tenant: TenantId, { id, announced, expiresAt }: AnnounceAccess): Item {
  const text = JSON.stringify(announced.answer);
  const isTooLarge = Buffer.byteLength(text) > MAX_BYTES;
  return {
    ...announcedKey(tenant, id),
    [MUTATION]: announced.mutation,
    ...(isTooLarge ? { [TOO_LARGE]: true } : { [ANSWER]: text }),
    [TTL]: expiresAt,
  };
}
