import type { Json } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import { DELIVERY_DAYS, type DeliveryAttempt, type DeliveryRecord } from '../../port/webhooks.ts';
import type { Item } from '../driver/send.ts';
import { END } from '../keys/encoding.ts';
import { SK, TTL } from '../keys/keys.ts';
import { deliveryDueKey, deliveryKey } from '../keys/webhook-keys.ts';

/** The attributes of a delivery that change. The others have the names of the record too. */
export const DELIVERY = {
  status: 'status',
  attempts: 'attempts',
  tries: 'tries',
  due: 'due',
} as const;

/** The attribute of an entry in HOOKDUE: until when a worker holds the delivery, in milliseconds since 1970. */
export const LEASE = 'leaseUntil';

const DAY = 24 * 60 * 60_000;

/** Returns when a delivery that was enqueued or replayed at a time expires, in seconds since 1970. */
export function expiryOf(at: number): number {
  return Math.ceil((at + DELIVERY_DAYS * DAY) / 1000);
}

/** Returns the item of a delivery. */
export function deliveryItem(tenant: TenantId, delivery: DeliveryRecord): Item {
  const { leaseUntil: _lease, attempts, due, ...given } = delivery;
  const item: Record<string, Json> = { ...given, [DELIVERY.attempts]: attempts.map((one) => ({ ...one })) };
  return {
    ...deliveryKey(tenant, delivery.id),
    ...item,
    ...(due !== null && { [DELIVERY.due]: due }),
    [TTL]: expiryOf(Date.parse(delivery.createdAt)),
  };
}

/** Returns the delivery of an item. The lease is on its entry in HOOKDUE. */
export function deliveryOf(item: Item, leaseUntil = 0): DeliveryRecord {
  const text = (name: string): string => (typeof item[name] === 'string' ? item[name] : '');
  const { [DELIVERY.attempts]: attempts, [DELIVERY.tries]: tries, [DELIVERY.due]: due } = item;
  return {
    id: text('id'),
    webhookId: text('webhookId'),
    event: text('event'),
    body: text('body'),
    as: text('as'),
    status: text(DELIVERY.status) as DeliveryRecord['status'],
    attempts: Array.isArray(attempts) ? (attempts as readonly DeliveryAttempt[]) : [],
    tries: typeof tries === 'number' ? tries : 0,
    due: typeof due === 'string' ? due : null,
    leaseUntil,
    createdAt: text('createdAt'),
  };
}

/** An entry in HOOKDUE. */
export interface DueEntry {
  /** ISO 8601. */
  readonly due: string;
  readonly id: string;
  readonly leaseUntil: number;
}

/** Returns the item of an entry. */
export function entryItem(tenant: TenantId, due: string, id: string): Item {
  return { ...deliveryDueKey(tenant, due, id), [LEASE]: 0 };
}

/** Reads an entry: its sort key is `2026-11-30T16:00:00.000Z#<id>#`. */
export function entryOf(item: Item): DueEntry {
  const [due = '', id = ''] = typeof item[SK] === 'string' ? item[SK].split(END) : [];
  const { [LEASE]: lease } = item;
  return { due, id, leaseUntil: typeof lease === 'number' ? lease : 0 };
}
