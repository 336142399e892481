import { inParallel, Refusal, savedUserId } from '../../tenant/index.ts';
import {
  deliveryId,
  endpointOf,
  newId,
  type AuditEvent,
  type DeliveryRecord,
  type WebhookRecord,
} from '../../store/index.ts';
import { auditEvent } from '../audit-entry.ts';
import type { PlatformContext } from '../context.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { PING } from './event-names.ts';
import { requireEnabled, requireWebhook } from './find-webhook.ts';

/** Deliveries that one request replays. */
const MAX_REPLAYED = 500;
const IN_PARALLEL = 10;
const PAGE = 200;

/**
 * Resolves `sendTestWebhook`. One transaction writes the message and its audit event. The pause ends before that: the message
 * starts the sender, which must not find the endpoint paused.
 */
export const sendTestWebhook: NonNullable<MutationResolvers['sendTestWebhook']> = async (
  _root,
  { id },
  context,
) => {
  const { platform, webhooks } = context;
  const webhook = await requireSending(context, id);
  const now = platform.now();
  const createdAt = new Date(now).toISOString();
  const message = {
    id: deliveryId(id, now, newId(now)),
    webhookId: id,
    event: PING,
    body: JSON.stringify({ type: PING, timestamp: createdAt, data: { webhook: id } }),
    as: savedUserId(webhook.caller),
    createdAt,
  };
  await webhooks.endPause(id);
  return webhooks.request(message, eventOf(context, webhook, 'webhook.tested', { delivery: message.id }));
};

/** Resolves `replayWebhookDelivery`. */
export const replayWebhookDelivery: NonNullable<MutationResolvers['replayWebhookDelivery']> = async (
  _root,
  { id },
  context,
) => {
  const { webhooks } = context;
  const delivery = await webhooks.get(id);
  if (!delivery) throw noDelivery(id);
  const webhook = await requireSending(context, endpointOf(id) ?? '');
  if (!isOfCaller(delivery, webhook))
    throw new Refusal(
      'CONDITION_FAILED',
      `The delivery "${id}" was made by the rights of another caller than the webhook has now, so it is not sent again.`,
    );
  const event = eventOf(context, webhook, 'webhook.replayed', { delivery: id });
  await webhooks.endPause(webhook.id);
  const replayed = await webhooks.replay(delivery, event);
  if (!replayed) throw noDelivery(id);
  return replayed;
};

/**
 * Resolves `replayWebhookDeliveries`: the first delivery has the audit event in its transaction. A repeat after a crash finds
 * fewer that have failed.
 */
export const replayWebhookDeliveries: NonNullable<MutationResolvers['replayWebhookDeliveries']> = async (
  _root,
  { webhook: id, since },
  context,
) => {
  const webhook = await requireSending(context, id);
  const { failed, isAll } = await failedSince(context, webhook, Date.parse(since));
  let event: AuditEvent | null = eventOf(context, webhook, 'webhook.replayed', { since });
  let replayed = 0;
  if (failed.length > 0) await context.webhooks.endPause(id);
  const rest = [...failed];
  while (event) {
    const first = rest.shift();
    if (!first) break;
    const found = await context.webhooks.replay(first, event);
    if (!found) continue;
    replayed += 1;
    event = null;
  }
  const others = await inParallel(rest, IN_PARALLEL, (one) => context.webhooks.replay(one, null));
  replayed += others.filter((one) => one !== null).length;
  return { replayed, complete: isAll };
};

async function failedSince(
  { webhooks }: PlatformContext,
  webhook: WebhookRecord,
  since: number,
): Promise<{ readonly failed: readonly DeliveryRecord[]; readonly isAll: boolean }> {
  const failed: DeliveryRecord[] = [];
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof webhooks.list>> = await webhooks.list(webhook.id, {
      status: 'FAILED',
      ...{ since, limit: PAGE, after },
    });
    failed.push(...page.records.filter((delivery) => isOfCaller(delivery, webhook)));
    if (failed.length > MAX_REPLAYED) return { failed: failed.slice(0, MAX_REPLAYED), isAll: false };
    if (page.after === null) return { failed, isAll: true };
    ({ after } = page);
  }
}

/** Returns an endpoint to which the caller may send. */
async function requireSending(context: PlatformContext, id: string): Promise<WebhookRecord> {
  context.scope.requireWritable();
  const webhook = await requireWebhook(context.platform.control, context, id);
  requireEnabled(webhook);
  return webhook;
}

/** Returns whether a delivery was made by the rights of the caller that its endpoint has. */
function isOfCaller(delivery: DeliveryRecord, webhook: WebhookRecord): boolean {
  return delivery.as === savedUserId(webhook.caller);
}

function eventOf(
  { scope, requestId, ip }: PlatformContext,
  { id }: WebhookRecord,
  action: string,
  detail: AuditEvent['detail'],
): AuditEvent {
  const { tenantId, caller } = scope;
  const entity = { type: 'TenantWebhook', id };
  return auditEvent(tenantId, caller.actor, { requestId, ip }, { action, entity, detail });
}

function noDelivery(id: string): Refusal {
  return new Refusal('NOT_FOUND', `There is no delivery "${id}".`);
}
