import type { Hearing } from '../webhooks/index.ts';
import type { Consumer } from './consumer.ts';

/** Enqueues the messages to the endpoints that hear of changes of rows, and wakes their sender. */
export function notifyWebhooks(hearing: Hearing): Consumer {
  return {
    name: 'notify-webhooks',
    wants: (change) => hearing.hearsOf(change),
    consume: async (tenantId, changes, remaining) => {
      const enqueued = await hearing.hear(tenantId, changes, remaining);
      return enqueued > 0 ? [{ work: { tenantId, is: 'webhooks' }, afterSeconds: 0 }] : [];
    },
  };
}
