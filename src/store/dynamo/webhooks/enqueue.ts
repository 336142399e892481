import type { AuditEvent } from '../../port/audit-event.ts';
import type { DeliveryRecord, NewDelivery } from '../../port/webhooks.ts';
import { pendingItem } from '../commands/audit-items.ts';
import { placeholders } from '../commands/expression.ts';
import type { TransactItem } from '../driver/send.ts';
import { PK } from '../keys/keys.ts';
import { deliveryItem, deliveryOf, entryItem } from './delivery-item.ts';
import { type DeliveryWork, readDelivery } from './delivery-work.ts';

/** Deliveries of one transaction, each of two items: 50 is DynamoDB's limit. Conflicts cost more in large ones. */
const TOGETHER = 25;
/** DynamoDB's limit is 4 MB (Developer Guide, "Amazon DynamoDB Transactions: How it works"). */
const MAX_BYTES = 3_000_000;

/** Enqueues messages that are not there yet: see `WebhookDeliveries.enqueue`. */
export async function enqueueDeliveries(work: DeliveryWork, given: readonly NewDelivery[]): Promise<void> {
  const unique = new Map(given.map((one) => [one.id, one]));
  for (let waiting = [...unique.values()]; waiting.length > 0;) {
    const together = withinBytes(waiting);
    const absent = await putAbsent(work, together);
    waiting = [...absent, ...waiting.slice(together.length)];
  }
}

/** Enqueues one message that a caller asked for: see `WebhookDeliveries.request`. */
export async function requestDelivery(
  work: DeliveryWork,
  given: NewDelivery,
  event: AuditEvent,
): Promise<DeliveryRecord> {
  const delivery = pendingOf(given);
  const record = { Put: { Item: pendingItem(work.tenant, event) } };
  const reasons = await work.transactOnce([...newItems(work, given), record], given.id);
  if (!reasons) return delivery;
  const there = await readDelivery(work, given.id);
  return there ? deliveryOf(there) : delivery;
}

function withinBytes(waiting: readonly NewDelivery[]): readonly NewDelivery[] {
  let bytes = 0;
  const found = waiting.slice(0, TOGETHER).findIndex(({ body }) => {
    bytes += Buffer.byteLength(body);
    return bytes > MAX_BYTES;
  });
  return waiting.slice(0, found < 0 ? TOGETHER : Math.max(1, found));
}

/** Puts messages in one transaction. Returns those that must be put again, because others were there already. */
async function putAbsent(
  work: DeliveryWork,
  together: readonly NewDelivery[],
): Promise<readonly NewDelivery[]> {
  const reasons = await work.transact(together.flatMap((one) => newItems(work, one)));
  return reasons ? together.filter((_, at) => reasons[2 * at]?.code !== 'condition') : [];
}

function newItems({ tenant }: DeliveryWork, given: NewDelivery): readonly TransactItem[] {
  const delivery = pendingOf(given);
  const expression = placeholders();
  const ConditionExpression = `attribute_not_exists(${expression.name(PK)})`;
  return [
    {
      Put: {
        Item: deliveryItem(tenant, delivery),
        ConditionExpression,
        ...expression.placeheld(ConditionExpression),
      },
    },
    { Put: { Item: entryItem(tenant, given.createdAt, given.id) } },
  ];
}

function pendingOf(given: NewDelivery): DeliveryRecord {
  return { ...given, status: 'PENDING', attempts: [], tries: 0, due: given.createdAt, leaseUntil: 0 };
}
