import { appendFile } from 'node:fs/promises';

import type { EventBus } from '../platform/index.ts';
import type { Log } from '../server/index.ts';

/** Opens the bus of a laptop: each event is a line of a file, and of the log. */
export function eventFile(file: string, log: Log): EventBus {
  return {
    async publish(events) {
      if (events.length === 0) return;
      await appendFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      for (const { name, tenant: tenantId } of events)
        log({ level: 'info', message: 'tenant event', event: name, tenantId });
    },
  };
}
