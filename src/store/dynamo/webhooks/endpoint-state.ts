import type { EndpointState } from '../../port/webhooks.ts';
import { placeholders } from '../commands/expression.ts';
import { ConditionFailed, type Item } from '../driver/send.ts';
import { endpointKey } from '../keys/webhook-keys.ts';
import type { DeliveryWork } from './delivery-work.ts';

const FAILURES = 'failures';
const FAILING_SINCE = 'failingSince';
const PAUSED_UNTIL = 'pausedUntil';
const PAUSES = 'pauses';
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
  const ended = [FAILURES, FAILING_SINCE, PAUSED_UNTIL, PAUSES].map((name) => expression.name(name));
  const update = `SET ${expression.name(LAST_DELIVERY)} = ${expression.value(at)} REMOVE ${ended.join(', ')}`;
  return updateState(work, webhookId, update, expression.placeheld(update));
}

/** Records a failure: see `WebhookDeliveries.failed`. One that is repeated after a lost answer counts twice, which only pauses earlier. */
export function recordFailure(work: DeliveryWork, webhookId: string, at: string): Promise<EndpointState> {
  const expression = placeholders();
  const since = expression.name(FAILING_SINCE);
  const update = [
    `SET ${since} = if_not_exists(${since}, ${expression.value(at)})`,
    `ADD ${expression.name(FAILURES)} ${expression.value(1)}`,
  ].join(' ');
  return updateState(work, webhookId, update, expression.placeheld(update));
}

/** Pauses an endpoint: see `WebhookDeliveries.pause`. If several attempts fail together, the first one sets the pause. */
export async function pauseEndpoint(
  work: DeliveryWork,
  webhookId: string,
  until: string,
): Promise<EndpointState> {
  const expression = placeholders();
  const paused = expression.name(PAUSED_UNTIL);
  const now = expression.value(new Date(work.now()).toISOString());
  const update = `SET ${paused} = ${expression.value(until)} ADD ${expression.name(PAUSES)} ${expression.value(1)}`;
  const ConditionExpression = `attribute_not_exists(${paused}) OR ${paused} <= ${now}`;
  const held = expression.placeheld(update, ConditionExpression);
  return unlessFailed(
    () => updateState(work, webhookId, update, { ConditionExpression, ...held }),
    () => readState(work, webhookId),
  );
}

/** Ends a pause: see `WebhookDeliveries.endPause`. */
export async function endPause(work: DeliveryWork, webhookId: string): Promise<void> {
  const expression = placeholders();
  const paused = expression.name(PAUSED_UNTIL);
  const update = `REMOVE ${paused}`;
  const ConditionExpression = `attribute_exists(${paused})`;
  const held = expression.placeheld(update, ConditionExpression);
  await unlessFailed(
    () => updateState(work, webhookId, update, { ConditionExpression, ...held }),
    () => Promise.resolve(null),
  );
}

/** Returns the answer of an update, or of `otherwise` if the condition of the update fails. */
async function unlessFailed<T, E>(update: () => Promise<T>, otherwise: () => Promise<E>): Promise<T | E> {
  try {
    return await update();
  } catch (error) {
    if (error instanceof ConditionFailed) return otherwise();
    throw error;
  }
}

async function updateState(
  { tenant, send }: DeliveryWork,
  webhookId: string,
  UpdateExpression: string,
  held: ReturnType<ReturnType<typeof placeholders>['placeheld']> & { readonly ConditionExpression?: string },
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
  const number = (name: string): number => {
    const value = item[name];
    return typeof value === 'number' ? value : 0;
  };
  return {
    webhookId,
    failures: number(FAILURES),
    failingSince: text(FAILING_SINCE),
    pausedUntil: text(PAUSED_UNTIL),
    pauses: number(PAUSES),
    lastDeliveryAt: text(LAST_DELIVERY),
  };
}
