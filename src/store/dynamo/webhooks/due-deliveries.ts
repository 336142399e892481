import { endpointOf, type DeliveryRecord } from '../../port/webhooks.ts';
import { placeholders } from '../commands/expression.ts';
import { partPage, type PartPage } from '../commands/part-page.ts';
import { deleteItems } from '../driver/batches.ts';
import { ConditionFailed, TransactionCancelled } from '../driver/send.ts';
import { PK } from '../keys/keys.ts';
import { deliveryDueKey, deliveryKey, lookKey } from '../keys/webhook-keys.ts';
import { type DueEntry, deliveryOf, entryOf, LEASE } from './delivery-item.ts';
import type { DeliveryWork } from './delivery-work.ts';

/** DynamoDB's limit (API reference, BatchGetItem). Those that one call leaves out, the driver reads by the next. */
const PAGE = 100;

/** Returns deliveries that are due: see `WebhookDeliveries.due`. It deletes entries whose deliveries are due at another time, or gone. */
export async function dueDeliveries(
  work: DeliveryWork,
  until: number,
  limit: number,
  except: ReadonlySet<string> = NONE,
): Promise<readonly DeliveryRecord[]> {
  const found: DeliveryRecord[] = [];
  for await (const entries of entryPages(work)) {
    const due = entries.filter((entry) => Date.parse(entry.due) <= until);
    const free = due.filter(({ id, leaseUntil }) => leaseUntil <= until && !isTo(except, id));
    found.push(...(await deliveriesOf(work, free.slice(0, limit - found.length))));
    if (found.length >= limit || due.length < entries.length) break;
  }
  return found;
}

/** Returns when the next delivery is due: see `WebhookDeliveries.nextDue`. */
export async function nextDue(
  work: DeliveryWork,
  except: ReadonlySet<string> = NONE,
): Promise<number | null> {
  let next = Infinity;
  for await (const entries of entryPages(work))
    for (const { id, due, leaseUntil } of entries) {
      // Entries are in the order of their times, so none that follows is due before this one.
      if (Date.parse(due) >= next) return next;
      if (isTo(except, id)) continue;
      next = Math.min(next, Math.max(Date.parse(due), leaseUntil));
    }
  return next === Infinity ? null : next;
}

const NONE: ReadonlySet<string> = new Set();

/** Returns whether a delivery is to one of some endpoints. */
function isTo(endpoints: ReadonlySet<string>, id: string): boolean {
  return endpoints.size > 0 && endpoints.has(endpointOf(id) ?? '');
}

/** Takes a due delivery: see `WebhookDeliveries.claim`. */
export async function claimDelivery(
  { tenant, send, now }: DeliveryWork,
  delivery: DeliveryRecord,
  leaseUntil: number,
): Promise<DeliveryRecord | null> {
  const { id, due } = delivery;
  if (due === null) return null;
  const expression = placeholders();
  const lease = expression.name(LEASE);
  const UpdateExpression = `SET ${lease} = ${expression.value(leaseUntil)}`;
  const ConditionExpression = `attribute_exists(${expression.name(PK)}) AND ${lease} <= ${expression.value(now())}`;
  const held = expression.placeheld(UpdateExpression, ConditionExpression);
  const input = {
    Key: deliveryDueKey(tenant, due, id),
    ...{ UpdateExpression, ConditionExpression, ...held },
  };
  try {
    // If the answer is lost, the claim may be made, and the delivery waits until it ends.
    await send({ name: 'UpdateItem', input }, { once: true });
    return { ...delivery, leaseUntil };
  } catch (error) {
    if (error instanceof ConditionFailed || error instanceof TransactionCancelled) return null;
    throw error;
  }
}

/** The attribute of the note when a worker looks again. */
const LOOK_AT = 'lookAt';
/** Milliseconds by which the clocks of DynamoDB's callers may differ: a look that is due so soon may be the caller's own. */
const CLOCKS_DIFFER = 2_000;

/** Returns when a worker will look next: see `WebhookDeliveries.lookAt`. */
export async function lookAt({ tenant, send, now }: DeliveryWork): Promise<number | null> {
  const { Item } = await send({ name: 'GetItem', input: { Key: lookKey(tenant), ConsistentRead: true } });
  const noted = Item?.[LOOK_AT];
  return typeof noted === 'number' && noted > now() + CLOCKS_DIFFER ? noted : null;
}

/** Notes when a worker will look: see `WebhookDeliveries.noteLook`. */
export async function noteLook({ tenant, send }: DeliveryWork, at: number): Promise<void> {
  const expression = placeholders();
  const UpdateExpression = `SET ${expression.name(LOOK_AT)} = ${expression.value(at)}`;
  const held = expression.placeheld(UpdateExpression);
  await send({ name: 'UpdateItem', input: { Key: lookKey(tenant), UpdateExpression, ...held } });
}

async function* entryPages({ tenant, send }: DeliveryWork): AsyncGenerator<readonly DueEntry[]> {
  for (let after: string | null = null; ;) {
    const page: PartPage = await partPage(tenant, { side: 'HOOKDUE' }, send, { limit: PAGE, after });
    yield page.items.map(entryOf);
    if (page.after === null) return;
    ({ after } = page);
  }
}

async function deliveriesOf(
  { tenant, send }: DeliveryWork,
  entries: readonly DueEntry[],
): Promise<readonly DeliveryRecord[]> {
  if (entries.length === 0) return [];
  const Keys = entries.map(({ id }) => deliveryKey(tenant, id));
  const { Items = [] } = await send({ name: 'BatchGetItem', input: { Keys, ConsistentRead: true } });
  const items = new Map(Items.map((item) => [item['id'], item]));
  const stray: DueEntry[] = [];
  const found = entries.flatMap((entry) => {
    const item = items.get(entry.id);
    const delivery = item && deliveryOf(item, entry.leaseUntil);
    if (delivery?.due === entry.due) return [delivery];
    stray.push(entry);
    return [];
  });
  await deleteItems(
    stray.map(({ due, id }) => deliveryDueKey(tenant, due, id)),
    send,
  );
  return found;
}
