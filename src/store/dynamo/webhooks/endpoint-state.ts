import type { EndpointState } from '../../port/webhooks.ts';
import { placeholders } from '../commands/expression.ts';
import type { Item } from '../driver/send.ts';
import { endpointKey } from '../keys/webhook-keys.ts';
import type { DeliveryWork } from './delivery-work.ts';

const FAILURES = 'failures';
const FAILING_SINCE = 'failingSince';
const PAUSED_UNTIL = 'pausedUntil';
const LAST_DELIVERY = 'lastDeliveryAt';

/** Returns how the deliveries of an endpoint went: see `WebhookDeliveries.state`. */
export async function readState({ tenant, send }: DeliveryWork, webhookId: string): Promise<EndpointState> {
  const Key = endpointKey(tenant, webhookId);
  const { Item } = await send({ name: 'GetItem', input: { Key, ConsistentRead: true } });
  return stateOf(webhookId, Item);
}

/** Records a success: see `WebhookDeliveries.succeeded`. */
export function recordSuccess(work: DeliveryWork, webhookId: string, at: string): Promise<EndpointState> {
  const expression = placeholders();
  const ended = [FAILURES, FAILING_SINCE, PAUSED_UNTIL].map((name) => expression.name(name));
  const update = `SET ${expression.name(LAST_DELIVERY)} = ${expression.value(at)} REMOVE ${ended.join(', ')}`;
  return updateState(work, webhookId, update, expression.placeheld(update));
}

/** Records a failure: see `WebhookDeliveries.failed`. One that is repeated after a lost answer counts twice, which only pauses earlier. */
export function recordFailure(
  work: DeliveryWork,
  webhookId: string,
  at: string,
  pausedUntil: string | null,
): Promise<EndpointState> {
  const expression = placeholders();
  const since = expression.name(FAILING_SINCE);
  const paused = expression.name(PAUSED_UNTIL);
  const update = [
    `SET ${since} = if_not_exists(${since}, ${expression.value(at)})`,
    pausedUntil === null ? ` REMOVE ${paused}` : `, ${paused} = ${expression.value(pausedUntil)}`,
    ` ADD ${expression.name(FAILURES)} ${expression.value(1)}`,
  ].join('');
  return updateState(work, webhookId, update, expression.placeheld(update));
}

async function updateState(
  { tenant, send }: DeliveryWork,
  webhookId: string,
  UpdateExpression: string,
  held: ReturnType<ReturnType<typeof placeholders>['placeheld']>,
): Promise<EndpointState> {
  const Key = endpointKey(tenant, webhookId);
  const input = { Key, UpdateExpression, ...held, ReturnValues: 'ALL_NEW' } as const;
  const { Attributes } = await send({ name: 'UpdateItem', input });
  return stateOf(webhookId, Attributes);
}

function stateOf(webhookId: string, item: Item = {}): EndpointState {
  const text = (name: string): string | null => {
    const value = item[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    webhookId,
    failures: typeof item[FAILURES] === 'number' ? item[FAILURES] : 0,
    failingSince: text(FAILING_SINCE),
    pausedUntil: text(PAUSED_UNTIL),
    lastDeliveryAt: text(LAST_DELIVERY),
  };
}
