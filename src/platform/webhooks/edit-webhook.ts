import type { WebhookRecord } from '../../store/index.ts';
import { numberArgument } from '../arguments.ts';
import { change, type Change } from '../change.ts';
import type { PlatformContext } from '../context.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import type { NewWebhook } from './create-webhook.ts';
import { endpointCaller } from './endpoint-caller.ts';
import { requireWebhook } from './find-webhook.ts';
import { liveSecrets, newSecret } from './secrets.ts';
import { descriptionArgument, eventsArgument, urlArgument } from './webhook-arguments.ts';

const HOUR = 3_600_000;
const MAX_OVERLAP = 168;

/**
 * Resolves `updateWebhook`. The caller who chooses where an endpoint is or what it hears of is the one by whose rights it
 * hears: otherwise an administrator could send the rows of another user to a place of their own.
 */
export const updateWebhook: NonNullable<MutationResolvers['updateWebhook']> = async (
  _root,
  { id, input },
  context,
) => {
  const { scope, platform } = context;
  const { url, description, events, payload } = input;
  const given = {
    ...(typeof description === 'string' && { description: descriptionArgument(description) }),
    ...(events && { events: eventsArgument(platform.model, events) }),
    ...(payload && { payload }),
    ...(typeof url === 'string' && { url: await urlArgument(platform, url) }),
  };
  const { description: _text, ...chosen } = given;
  return edit(context, id, (transaction, webhook) => {
    const names = Object.keys(given) as (keyof typeof given)[];
    const changed = names.filter((name) => JSON.stringify(given[name]) !== JSON.stringify(webhook[name]));
    if (changed.length === 0) return webhook;
    const isChosen = changed.some((name) => name in chosen);
    const edited = { ...webhook, ...given, ...(isChosen && endpointCaller(scope)) };
    const detail = Object.fromEntries(changed.map((name) => [name, JSON.stringify(edited[name])]));
    transaction.record({ action: 'webhook.updated', entity: entityOf(webhook), detail });
    return edited;
  });
};

/** Resolves `rotateWebhookSecret`: the old secret keeps signing for some hours. */
export const rotateWebhookSecret: NonNullable<MutationResolvers['rotateWebhookSecret']> = async (
  _root,
  { id, overlapHours },
  context,
) => {
  const overlap = numberArgument('overlapHours', overlapHours, 0, MAX_OVERLAP);
  return change(context, async (transaction): Promise<NewWebhook> => {
    const now = context.platform.now();
    const webhook = await requireWebhook(transaction, context, id);
    const secret = newSecret();
    const until = new Date(now + overlap * HOUR).toISOString();
    // Of the older ones, only the current one stays: each would be one more signature, and one more secret to steal.
    const [old] = liveSecrets(webhook.secrets, now);
    const secrets = liveSecrets([secret, ...(old ? [{ ...old, until }] : [])], now);
    const rotated = { ...webhook, secrets, updatedAt: new Date(now).toISOString() };
    transaction.put('webhook', rotated);
    transaction.record({
      action: 'webhook.secretRotated',
      entity: entityOf(webhook),
      detail: { oldSecretUntil: until },
    });
    return { webhook: rotated, secret: secret.text };
  });
};

/** Resolves `enableWebhook`: the endpoint hears by the rights of the caller, because the caller before may be gone. */
export const enableWebhook: NonNullable<MutationResolvers['enableWebhook']> = (_root, { id }, context) =>
  edit(context, id, async (transaction, webhook) => {
    if (webhook.status === 'ENABLED') return webhook;
    transaction.record({ action: 'webhook.enabled', entity: entityOf(webhook) });
    await context.webhooks.forget(id);
    return { ...webhook, status: 'ENABLED', disabledReason: null, ...endpointCaller(context.scope) };
  });

/** Resolves `disableWebhook`. */
export const disableWebhook: NonNullable<MutationResolvers['disableWebhook']> = (_root, { id }, context) =>
  edit(context, id, (transaction, webhook) => {
    if (webhook.status === 'DISABLED') return webhook;
    const disabledReason = `${context.scope.caller.actor.name} disabled it.`;
    transaction.record({
      action: 'webhook.disabled',
      entity: entityOf(webhook),
      detail: { reason: disabledReason },
    });
    return { ...webhook, status: 'DISABLED', disabledReason };
  });

/** Resolves `deleteWebhook`. Its deliveries expire. */
export const deleteWebhook: NonNullable<MutationResolvers['deleteWebhook']> = (_root, { id }, context) =>
  change(context, async (transaction) => {
    const webhook = await requireWebhook(transaction, context, id);
    await context.webhooks.forget(id);
    transaction.remove('webhook', webhook);
    transaction.record({
      action: 'webhook.deleted',
      entity: entityOf(webhook),
      detail: { url: webhook.url },
    });
    return webhook;
  });

/** Changes an endpoint in one transaction, if the work returns another record. It may run again. */
function edit(
  context: PlatformContext,
  id: string,
  work: (transaction: Change, webhook: WebhookRecord) => WebhookRecord | Promise<WebhookRecord>,
): Promise<WebhookRecord> {
  return change(context, async (transaction) => {
    const webhook = await requireWebhook(transaction, context, id);
    const edited = await work(transaction, webhook);
    if (edited === webhook) return webhook;
    const updated = { ...edited, updatedAt: new Date(context.platform.now()).toISOString() };
    transaction.put('webhook', updated);
    return updated;
  });
}

function entityOf({ id }: WebhookRecord): { readonly type: string; readonly id: string } {
  return { type: 'TenantWebhook', id };
}
