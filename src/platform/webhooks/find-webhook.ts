import { Refusal } from '../../tenant/index.ts';
import type { ControlTransaction, WebhookRecord } from '../../store/index.ts';
import type { PlatformContext } from '../context.ts';

const WEBHOOK_ID = /^[0-9a-f-]{36}$/;

/** Returns an endpoint of the caller's tenant; null equally for one of another tenant and for one that never existed. */
export async function findWebhook(
  records: Pick<ControlTransaction, 'get'>,
  { scope }: Pick<PlatformContext, 'scope'>,
  id: string,
): Promise<WebhookRecord | null> {
  return WEBHOOK_ID.test(id) ? records.get('webhook', { tenantId: scope.tenantId, id }) : null;
}

/**
 * Returns an endpoint of the caller's tenant.
 * @throws {Refusal} NOT_FOUND
 */
export async function requireWebhook(
  records: Pick<ControlTransaction, 'get'>,
  context: Pick<PlatformContext, 'scope'>,
  id: string,
): Promise<WebhookRecord> {
  const webhook = await findWebhook(records, context, id);
  if (!webhook) throw new Refusal('NOT_FOUND', `There is no webhook "${id}".`);
  return webhook;
}

/**
 * Requires that an endpoint is enabled.
 * @throws {Refusal} CONDITION_FAILED
 */
export function requireEnabled({ id, status, disabledReason }: WebhookRecord): void {
  if (status === 'ENABLED') return;
  throw new Refusal(
    'CONDITION_FAILED',
    `The webhook "${id}" is disabled: enable it first. ${disabledReason ?? ''}`.trim(),
  );
}
