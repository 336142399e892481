import { messageOf, routedQueue, type WorkQueue } from '../platform/index.ts';
import { openQueue, type QueueOptions } from '../store/index.ts';

import type { Configuration } from './configuration.ts';

/**
 * Opens the queue of work in Amazon SQS. The group of a message is its tenant, so much work of one tenant delays no
 * other.
 */
export function sqsWorkQueue(options: QueueOptions): WorkQueue {
  const queue = openQueue(options);
  return {
    send: (work, afterSeconds) => queue.send(work.map(messageOf), afterSeconds),
  };
}

/** The variables of a function that sends work. */
export const QUEUES = [
  'region',
  'workQueue',
  'webhookQueue',
] as const satisfies readonly (keyof Configuration)[];

/** Opens the queues of all kinds of work as one. */
export function sqsWorkQueues({
  region,
  workQueue,
  webhookQueue,
}: Pick<Configuration, (typeof QUEUES)[number]>): WorkQueue {
  const work = sqsWorkQueue({ region, url: workQueue });
  const webhooks = sqsWorkQueue({ region, url: webhookQueue });
  return routedQueue({ work, webhooks });
}
