import { messageOf, type WorkQueue } from '../platform/index.ts';
import { openQueue, type QueueOptions } from '../store/index.ts';

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
