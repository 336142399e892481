import type { TenantId } from '../../../tenant/index.ts';
import { type ItemKey, PK, SK, sortKey, systemPartition } from './keys.ts';

/** Returns the key of a delivery. Those of an endpoint are together, in the order of time: see `deliveryId`. */
export function deliveryKey(tenant: TenantId, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'HOOK'), [SK]: sortKey(['id'], [id]) };
}

/** Returns the key of the entry by which a delivery is found when it is due. Entries are in the order of time. */
export function deliveryDueKey(tenant: TenantId, due: string, id: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'HOOKDUE'), [SK]: sortKey(['due', 'id'], [due, id]) };
}

/** Returns the key of how the deliveries of an endpoint went. */
export function endpointKey(tenant: TenantId, webhookId: string): ItemKey {
  return { [PK]: systemPartition(tenant, 'HOOKSTATE'), [SK]: sortKey(['webhook'], [webhookId]) };
}

/** Returns the key of the note when a worker looks for due deliveries. It is the id of no endpoint. */
export function lookKey(tenant: TenantId): ItemKey {
  return endpointKey(tenant, 'look');
}
