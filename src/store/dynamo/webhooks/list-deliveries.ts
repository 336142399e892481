import { type DeliveryPage, deliveryIdsFrom, type DeliveryRecord, endpointOf } from '../../port/webhooks.ts';
import { placeholders } from '../commands/expression.ts';
import type { Command, Item, Output } from '../driver/send.ts';
import { PK, SK } from '../keys/keys.ts';
import { deliveryKey } from '../keys/webhook-keys.ts';
import { DELIVERY, deliveryOf } from './delivery-item.ts';
import type { DeliveryWork } from './delivery-work.ts';

/** Calls of one page. A page of few deliveries among many others ends early. */
const MAX_CALLS = 10;
/** Deliveries that one call reads. DynamoDB ends it after 1 MB as well. */
const READ = 200;

export interface Listed {
  readonly status: DeliveryRecord['status'] | null;
  readonly since?: number;
  readonly limit: number;
  readonly after: string | null;
}

/** Returns deliveries to an endpoint, the newest first: see `WebhookDeliveries.list`. */
export async function listDeliveries(
  work: DeliveryWork,
  webhookId: string,
  listed: Listed,
): Promise<DeliveryPage> {
  const { tenant, send } = work;
  const { limit, after } = listed;
  if (after !== null && endpointOf(after) !== webhookId) return { records: [], after: null };
  const records: DeliveryRecord[] = [];
  let start: Item | undefined = after === null ? undefined : deliveryKey(tenant, after);
  for (let call = 1; ; call++) {
    const output: Output = await send(commandOf(work, webhookId, { ...listed, start }));
    for (const item of output.Items ?? []) {
      const delivery = deliveryOf(item);
      records.push(delivery);
      if (records.length >= limit) return { records, after: delivery.id };
    }
    start = output.LastEvaluatedKey;
    const last = start && lastId(start);
    if (last === undefined || call >= MAX_CALLS) return { records, after: last ?? null };
  }
}

function commandOf(
  { tenant }: DeliveryWork,
  webhookId: string,
  { status, since = 0, limit, start }: Listed & { readonly start: Item | undefined },
): Command {
  const expression = placeholders();
  const [from, to] = deliveryIdsFrom(webhookId, since).map((id) => deliveryKey(tenant, id));
  const KeyConditionExpression = [
    `${expression.name(PK)} = ${expression.value(from?.[PK] ?? null)}`,
    `${expression.name(SK)} BETWEEN ${expression.value(from?.[SK] ?? null)} AND ${expression.value(to?.[SK] ?? null)}`,
  ].join(' AND ');
  const FilterExpression =
    status === null ? '' : `${expression.name(DELIVERY.status)} = ${expression.value(status)}`;
  return {
    name: 'Query',
    input: {
      KeyConditionExpression,
      ...(FilterExpression !== '' && { FilterExpression }),
      ...expression.placeheld(KeyConditionExpression, FilterExpression),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: status === null ? limit : READ,
      ...(start && { ExclusiveStartKey: start }),
    },
  };
}

function lastId({ [SK]: sk }: Item): string | undefined {
  return typeof sk === 'string' ? sk.slice(0, -1) : undefined;
}
