import type { Resolvers } from '../generated/platform.ts';
import type { PlatformContext } from '../context.ts';
import { readConnection } from '../page.ts';
import { createWebhook } from './create-webhook.ts';
import {
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  rotateWebhookSecret,
  updateWebhook,
} from './edit-webhook.ts';
import { eventNames } from './event-names.ts';
import { findWebhook, requireWebhook } from './find-webhook.ts';
import { liveSecrets } from './secrets.ts';
import { replayWebhookDeliveries, replayWebhookDelivery, sendTestWebhook } from './send-webhook.ts';

/** Resolvers of the endpoints of the caller's tenant. */
export const webhookResolvers = {
  Query: {
    webhooks: (_root, page, { scope, platform }) =>
      readConnection(platform.cursors, [scope.tenantId, 'webhooks'], page, (part) =>
        platform.control.list('webhooks', scope.tenantId, part),
      ),
    webhook: (_root, { id }, context) => findWebhook(context.platform.control, context, id),
    webhookEvents: (_root, _args, { platform }) => eventNames(platform.model),
    async webhookDeliveries(_root, { webhook, status, ...page }, context) {
      const { scope, platform, webhooks } = context;
      const { id } = await requireWebhook(platform.control, context, webhook);
      const belonging = [scope.tenantId, 'webhookDeliveries', id, status ?? ''];
      return readConnection(platform.cursors, belonging, page, (part) =>
        webhooks.list(id, { status: status ?? null, ...part }),
      );
    },
    webhookDelivery: (_root, { id }, { webhooks }) => webhooks.get(id),
  },
  Mutation: {
    createWebhook,
    updateWebhook,
    deleteWebhook,
    rotateWebhookSecret,
    enableWebhook,
    disableWebhook,
  },
  TenantWebhook: {
    health: ({ id }, _args, { webhooks }) => webhooks.state(id),
    oldSecretUntil: ({ secrets }, _args, { platform }) =>
      liveSecrets(secrets, platform.now()).at(1)?.until ?? null,
  },
  TenantWebhookDelivery: {
    webhook: ({ webhookId }, _args, context) => findWebhook(context.platform.control, context, webhookId),
    attempts: ({ attempts }) => attempts.map(({ ms, ...attempt }) => ({ ...attempt, durationMs: ms })),
    nextAttemptAt: ({ due }) => due,
    // The body has what its caller may read. Another caller may read less.
    payload: ({ as, body }, _args, { scope }: PlatformContext) => (as === scope.caller.userId ? body : null),
  },
} satisfies Resolvers;

/** Resolvers that send deliveries. They write into the table of rows, and so keep their answers there. */
export const deliveryResolvers = {
  Mutation: { sendTestWebhook, replayWebhookDelivery, replayWebhookDeliveries },
} satisfies Resolvers;
