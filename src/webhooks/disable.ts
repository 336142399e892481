import { addMail, auditEvent, isLiving, OWNERS, type PlatformParts } from '../platform/index.ts';
import type { WebhookRecord } from '../store/index.ts';

/** Disables an endpoint. `reason` is a sentence for the owners of the tenant. */
export type Disable = (endpoint: WebhookRecord, reason: string) => Promise<void>;

const SYSTEM = { type: 'system', id: 'webhooks', name: 'webhooks' } as const;

/**
 * Opens what disables endpoints that are given up. The record, its audit event and the mail to the creator and the owners are one
 * transaction. An endpoint that was changed since it was read is left alone: it may have another URL by now.
 */
export function openDisable(platform: Pick<PlatformParts, 'control' | 'mailSeal' | 'now'>): Disable {
  return async ({ tenantId, id, updatedAt }, reason) => {
    await platform.control.transact(async (transaction) => {
      const known = await transaction.get('webhook', { tenantId, id });
      if (known?.status !== 'ENABLED' || known.updatedAt !== updatedAt) return;
      if (!(await isLiving(transaction, tenantId))) return;
      const { url, createdBy } = known;
      const at = new Date(platform.now()).toISOString();
      transaction.put('webhook', { ...known, status: 'DISABLED', disabledReason: reason, updatedAt: at });
      const entry = {
        action: 'webhook.disabled',
        entity: { type: 'TenantWebhook', id },
        detail: { url, reason },
      };
      transaction.record(auditEvent(tenantId, SYSTEM, { requestId: null, ip: null }, entry));
      const to = createdBy.type === 'user' ? [{ member: createdBy.id }, OWNERS] : [OWNERS];
      addMail(transaction, platform, {
        tenantId,
        kind: 'webhook-disabled',
        to,
        params: { webhook: id, url, reason },
      });
    });
  };
}
