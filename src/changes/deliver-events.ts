import type { Delivery } from '../realtime/index.ts';
import type { Consumer } from './consumer.ts';

/** Delivers the changes of rows, and the answers that mutations announced, to those who have subscribed to them. */
export function deliverEvents(delivery: Delivery): Consumer {
  return {
    name: 'deliver-events',
    wants: ({ rowEvent, announced }) => rowEvent !== null || announced !== null,
    consume: async (tenantId, changes, remaining) => {
      await delivery.deliver(tenantId, changes, remaining);
      return [];
    },
  };
}
