import type { Scope } from '../../../tenant/index.ts';
import type { Idempotency } from '../../port/idempotency.ts';
import { endpointOf, type WebhookDeliveries } from '../../port/webhooks.ts';
import { deleteItems } from '../driver/batches.ts';
import { type Send, TransactionCancelled } from '../driver/send.ts';
import { endpointKey } from '../keys/webhook-keys.ts';
import { openRowAnswers } from '../rows/keep-answers.ts';
import { deliveryOf } from './delivery-item.ts';
import { type DeliveryWork, readDelivery, transactDeliveries, transactKeeping } from './delivery-work.ts';
import { claimDelivery, dueDeliveries, lookAt, nextDue, noteLook } from './due-deliveries.ts';
import { endPause, pauseEndpoint, readState, recordFailure, recordSuccess } from './endpoint-state.ts';
import { enqueueDeliveries, requestDelivery } from './enqueue.ts';
import { listDeliveries } from './list-deliveries.ts';
import { replayDelivery, settleDelivery } from './settle-delivery.ts';

export interface WebhookDeliveriesOptions {
  /** Returns milliseconds since 1970. */
  readonly now?: () => number;
  readonly deadline?: AbortSignal | undefined;
  /** The idempotency key of the request. `request` and `replay` keep the answer of the field that runs: the id of the delivery. */
  readonly idempotency?: Idempotency | undefined;
}

/**
 * Opens the deliveries of the scope's tenant. It reads and writes only that tenant's partitions.
 * @example
 * ```ts
 * const deliveries = openWebhookDeliveries(scope, send);
 * for (const delivery of await deliveries.due(Date.now(), 10)) console.log(delivery.id);
 * ```
 */
export function openWebhookDeliveries(
  scope: Scope,
  send: Send,
  { now = Date.now, deadline, idempotency }: WebhookDeliveriesOptions = {},
): WebhookDeliveries {
  const tenant = scope.tenantId;
  const limited: Send = (command, settings) => send(command, { ...settings, signal: deadline });
  const { carry } = openRowAnswers(tenant, idempotency, limited);
  const transact: DeliveryWork['transact'] = (items) => transactDeliveries(items, limited, deadline);
  const work: DeliveryWork = {
    tenant,
    now,
    send: limited,
    transact,
    async transactOnce(items, answer) {
      try {
        await carry({ answer }, async (keeping) => {
          const reasons = await (keeping ? transactKeeping(items, keeping, transact) : transact(items));
          // Nothing was written then, so the next write of the field keeps its answer.
          if (reasons) throw new TransactionCancelled(reasons);
        });
        return null;
      } catch (error) {
        if (error instanceof TransactionCancelled) return error.reasons;
        throw error;
      }
    },
  };
  return {
    enqueue: (deliveries) => enqueueDeliveries(work, deliveries),
    request: (delivery, event) => requestDelivery(work, delivery, event),
    due: (until, limit, except) => dueDeliveries(work, until, limit, except),
    claim: (delivery, leaseUntil) => claimDelivery(work, delivery, leaseUntil),
    settle: (claimed, attempt, outcome) => settleDelivery(work, claimed, attempt, outcome),
    nextDue: (except) => nextDue(work, except),
    lookAt: () => lookAt(work),
    noteLook: (at) => noteLook(work, at),
    async get(id) {
      const item = endpointOf(id) === null ? null : await readDelivery(work, id);
      return item && deliveryOf(item);
    },
    list: (webhookId, options) => listDeliveries(work, webhookId, options),
    replay: (delivery, event) => replayDelivery(work, delivery, event),
    state: (webhookId) => readState(work, webhookId),
    succeeded: (webhookId, at) => recordSuccess(work, webhookId, at),
    failed: (webhookId, at) => recordFailure(work, webhookId, at),
    pause: (webhookId, until) => pauseEndpoint(work, webhookId, until),
    endPause: (webhookId) => endPause(work, webhookId),
    forget: (webhookId) => deleteItems([endpointKey(tenant, webhookId)], limited),
  };
}
