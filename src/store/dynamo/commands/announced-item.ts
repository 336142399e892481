import type { TenantId } from '../../../tenant/index.ts';
import type { AnnounceAccess } from '../../port/access.ts';
import type { Item } from '../driver/send.ts';
import { announcedKey, TTL } from '../keys/keys.ts';

export const MUTATION = 'mutation';
export const ANSWER = 'answer';

/** Returns the item of an announced answer, which is JSON text. */
export function announcedItem(tenant: TenantId, { id, announced, expiresAt }: AnnounceAccess): Item {
  return {
    ...announcedKey(tenant, id),
    [MUTATION]: announced.mutation,
    [ANSWER]: JSON.stringify(announced.answer),
    [TTL]: expiresAt,
  };
}
