import { Refusal } from '../../tenant/index.ts';
import { newId, type WebhookRecord } from '../../store/index.ts';
import { change, type Change } from '../change.ts';
import type { PlatformContext } from '../context.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { planOf } from '../plans/plan.ts';
import { endpointCaller } from './endpoint-caller.ts';
import { newSecret } from './secrets.ts';
import { descriptionArgument, eventsArgument, urlArgument } from './webhook-arguments.ts';

/** Maximum number of endpoints of a tenant, whatever its plan: each change of a row is compared with all of them. */
const MAX_WEBHOOKS = 100;

/** An endpoint with a secret that is shown once. */
export interface NewWebhook {
  readonly webhook: WebhookRecord;
  readonly secret: string;
}

/** Resolves `createWebhook`: creates an endpoint that hears by the rights of the caller. */
export const createWebhook: NonNullable<MutationResolvers['createWebhook']> = async (
  _root,
  { input },
  context,
) => {
  const { scope, platform } = context;
  const { payload = 'FULL' } = input;
  const description = descriptionArgument(input.description ?? '');
  const events = eventsArgument(platform.model, input.events ?? ['*']);
  const url = await urlArgument(platform, input.url);
  return change(context, async (transaction): Promise<NewWebhook> => {
    await requireRoom(transaction, context);
    const now = new Date(platform.now()).toISOString();
    const secret = newSecret();
    const webhook: WebhookRecord = {
      id: newId(),
      tenantId: scope.tenantId,
      ...{ url, description, events, payload },
      status: 'ENABLED',
      disabledReason: null,
      secrets: [secret],
      ...endpointCaller(scope),
      createdBy: scope.caller.actor,
      createdAt: now,
      updatedAt: now,
    };
    transaction.add('webhook', webhook);
    transaction.record({
      action: 'webhook.created',
      entity: { type: 'TenantWebhook', id: webhook.id },
      detail: { url, events: [...events], payload },
    });
    return { webhook, secret: secret.text };
  });
};

/**
 * Checks that the tenant may have one more endpoint. Writes the tenant record too, so that two concurrent calls conflict and
 * the second counts the endpoint of the first.
 * @throws {Refusal} QUOTA_EXCEEDED
 */
async function requireRoom(transaction: Change, { scope, platform }: PlatformContext): Promise<void> {
  const { tenantId } = scope;
  const tenant = await transaction.get('tenant', { id: tenantId });
  if (!tenant) throw new Refusal('NOT_FOUND', 'The tenant is gone.');
  transaction.put('tenant', tenant);
  const { name, limits } = planOf(platform.plans, tenant);
  const most = Math.min(limits.webhooks ?? MAX_WEBHOOKS, MAX_WEBHOOKS);
  let webhooks = 0;
  for await (const _webhook of platform.control.all('webhooks', tenantId)) webhooks += 1;
  if (webhooks >= most)
    throw new Refusal(
      'QUOTA_EXCEEDED',
      `The plan "${name}" has ${most} webhooks, and this tenant has ${webhooks}: delete one first.`,
    );
}
