import { jobScope } from '../../tenant/index.ts';
import { openDirectory } from '../../store/index.ts';
import type { PlatformParts } from '../../platform/index.ts';
import { openDisable } from '../../webhooks/index.ts';

import type { SystemParts } from '../system-parts.ts';
import { createWebhooksHandler, type WebhooksHandler } from '../webhooks-handler.ts';

export type WebhooksParts = Pick<
  SystemParts,
  'controlSendOf' | 'sendOf' | 'outbound' | 'queue' | 'now' | 'log'
>;

/** Opens the function that sends messages to the endpoints of tenants. The log says why it entered a tenant. */
export function openWebhooks(
  { controlSendOf, sendOf, outbound, queue, now, log }: WebhooksParts,
  platform: PlatformParts,
): WebhooksHandler {
  const directory = openDirectory(controlSendOf('webhooks'));
  return createWebhooksHandler({
    control: platform.control,
    sendOf: sendOf('webhooks'),
    scopeOf: (tenantId, why) =>
      jobScope(directory, tenantId, why, (entry) => {
        log({ level: 'info', message: 'job scope', ...entry });
      }),
    outbound,
    disable: openDisable(platform),
    queue,
    now,
    log,
  });
}
