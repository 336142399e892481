import type { Json } from '../../../model/index.ts';
import type { AuditEvent } from '../../port/audit-event.ts';
import {
  type DeliveryAttempt,
  type DeliveryOutcome,
  type DeliveryRecord,
  KEPT_ATTEMPTS,
} from '../../port/webhooks.ts';
import { pendingItem } from '../commands/audit-items.ts';
import { placeholders } from '../commands/expression.ts';
import type { TransactItem } from '../driver/send.ts';
import { TTL } from '../keys/keys.ts';
import { deliveryDueKey, deliveryKey } from '../keys/webhook-keys.ts';
import { DELIVERY, deliveryOf, entryItem, expiryOf, LEASE } from './delivery-item.ts';
import { type DeliveryWork, readDelivery } from './delivery-work.ts';

/** Ends a claim: see `WebhookDeliveries.settle`. */
export async function settleDelivery(
  work: DeliveryWork,
  claimed: DeliveryRecord,
  attempt: DeliveryAttempt | null,
  outcome: DeliveryOutcome,
): Promise<DeliveryRecord | null> {
  const { tenant, transact } = work;
  const { id, due, leaseUntil } = claimed;
  if (due === null) return null;
  const settled: DeliveryRecord = {
    ...claimed,
    status: outcome.is === 'RETRY' ? 'PENDING' : outcome.is,
    attempts: attempt ? [...claimed.attempts, attempt].slice(-KEPT_ATTEMPTS) : claimed.attempts,
    tries: claimed.tries + (attempt ? 1 : 0),
    due: outcome.is === 'RETRY' ? outcome.due : null,
    leaseUntil: 0,
  };
  const expression = placeholders();
  const ConditionExpression = `${expression.name(LEASE)} = ${expression.value(leaseUntil)}`;
  const held = expression.placeheld(ConditionExpression);
  const Key = deliveryDueKey(tenant, due, id);
  // One transaction cannot delete and put the same entry.
  const isSameDue = settled.due === due;
  const reasons = await transact([
    updateDelivery(work, claimed, settled),
    isSameDue
      ? { Put: { Item: entryItem(tenant, due, id), ConditionExpression, ...held } }
      : { Delete: { Key, ConditionExpression, ...held } },
    ...(isSameDue || settled.due === null ? [] : [{ Put: { Item: entryItem(tenant, settled.due, id) } }]),
  ]);
  return reasons ? null : settled;
}

/** Makes an ended delivery due now: see `WebhookDeliveries.replay`. */
export async function replayDelivery(
  work: DeliveryWork,
  delivery: DeliveryRecord,
  event: AuditEvent | null,
): Promise<DeliveryRecord | null> {
  const { tenant, transactOnce, now } = work;
  if (delivery.status === 'PENDING') return delivery;
  const { id } = delivery;
  const at = new Date(now()).toISOString();
  const replayed: DeliveryRecord = { ...delivery, status: 'PENDING', tries: 0, due: at, leaseUntil: 0 };
  const reasons = await transactOnce(
    [
      updateDelivery(work, delivery, replayed, expiryOf(now())),
      { Put: { Item: entryItem(tenant, at, id) } },
      ...(event ? [{ Put: { Item: pendingItem(tenant, event) } }] : []),
    ],
    id,
  );
  if (!reasons) return replayed;
  const there = await readDelivery(work, id);
  return there && deliveryOf(there);
}

/** Changes a delivery whose status and time are still as they were read. */
function updateDelivery(
  { tenant }: DeliveryWork,
  was: DeliveryRecord,
  to: DeliveryRecord,
  expires?: number,
): TransactItem {
  const expression = placeholders();
  const due = expression.name(DELIVERY.due);
  const status = expression.name(DELIVERY.status);
  const set: Record<string, Json> = {
    [DELIVERY.status]: to.status,
    [DELIVERY.attempts]: to.attempts.map((one) => ({ ...one })),
    [DELIVERY.tries]: to.tries,
    ...(to.due !== null && { [DELIVERY.due]: to.due }),
    ...(expires !== undefined && { [TTL]: expires }),
  };
  const sets = Object.entries(set).map(
    ([name, value]) => `${expression.name(name)} = ${expression.value(value)}`,
  );
  const UpdateExpression = `SET ${sets.join(', ')}${to.due === null ? ` REMOVE ${due}` : ''}`;
  const isDue = was.due === null ? `attribute_not_exists(${due})` : `${due} = ${expression.value(was.due)}`;
  const ConditionExpression = `${status} = ${expression.value(was.status)} AND ${isDue}`;
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  return {
    Update: { Key: deliveryKey(tenant, was.id), UpdateExpression, ConditionExpression, ...held },
  };
}
