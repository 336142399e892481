import { isGone } from '../tenant/index.ts';
import type { Outbound } from '../outbound/index.ts';
import { openWebhookDeliveries, type WebhookDeliveries } from '../store/index.ts';
import {
  delayUntil,
  MAX_DELAY_SECONDS,
  type Outcome,
  type PlatformParts,
  type WorkQueue,
} from '../platform/index.ts';
import type { Log } from '../server/index.ts';
import { deliverDue, type Disable } from '../webhooks/index.ts';
import type { BatchResult } from './changes-handler.ts';
import { createQueueHandler, type WorkMessage, type WorkTime } from './queue-handler.ts';
import { unlessItMoves, type TenantAccess } from './unless-it-moves.ts';

export interface WebhooksOptions extends TenantAccess {
  readonly control: Pick<PlatformParts['control'], 'get'>;
  readonly outbound: Pick<Outbound, 'post'>;
  readonly disable: Disable;
  readonly queue: WorkQueue;
  readonly log: Log;
}

export interface WebhooksEvent {
  readonly Records: readonly WorkMessage[];
}

export type WebhooksHandler = (event: WebhooksEvent, time?: WorkTime) => Promise<BatchResult>;

/** Milliseconds that are reserved for the calls under way: one lasts 10 s at most. */
const RESERVE = 15_000;
/** Milliseconds after which the sender looks again at a tenant that is suspended. Its messages wait. */
const WHILE_SUSPENDED = MAX_DELAY_SECONDS * 1_000;
/** The reason of the scope. */
const WHY = 'send webhooks';

/**
 * Creates the handler of the messages of the queue `webhooks`. It sends the messages of a tenant that are due, and asks to be called
 * again when the next one is.
 */
export function createWebhooksHandler(options: WebhooksOptions): WebhooksHandler {
  const { control, outbound, disable, queue, now, log } = options;

  /** Sends a message that looks again at a time, unless there is one that does so earlier. */
  const lookAgain = async (tenantId: string, deliveries: WebhookDeliveries, next: number): Promise<void> => {
    const at = Math.max(now(), Math.min(next, now() + MAX_DELAY_SECONDS * 1_000));
    if (((await deliveries.lookAt()) ?? Infinity) <= at) return;
    // A note without a message would keep others from sending one.
    await queue.send([{ tenantId, is: 'webhooks' }], delayUntil(at, now()));
    await deliveries.noteLook(at);
  };

  const send = (tenantId: string, until: number): Promise<Outcome> =>
    unlessItMoves(options, tenantId, WHY, async (scope, rows) => {
      if (isGone(scope.tenant)) return { is: 'GONE' };
      const deliveries = openWebhookDeliveries(scope, rows, { now });
      const endpointOf = (id: string) => control.get('webhook', { tenantId: scope.tenantId, id });
      const next =
        scope.tenant.status === 'SUSPENDED'
          ? now() + WHILE_SUSPENDED
          : await deliverDue({ deliveries, endpointOf, outbound, disable, now }, until);
      if (next !== null) await lookAgain(tenantId, deliveries, next);
      return { is: 'DONE' };
    });

  const take = createQueueHandler({
    slice: ({ is, tenantId }, until) => {
      if (is !== 'webhooks') throw new Error(`The work "${is}" is in the wrong queue.`);
      return send(tenantId, until);
    },
    queue,
    reserve: RESERVE,
    now,
    log,
  });
  return ({ Records }, time) => take(Records, time);
}
