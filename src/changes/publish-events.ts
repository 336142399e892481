import type { TenantRecord } from '../tenant/index.ts';
import { isWanted, type AuditEvent, type Change } from '../store/index.ts';
import { purgedEvent, tenantEvent, type EventBus, type TenantEvent } from '../platform/index.ts';
import type { Consumer } from './consumer.ts';
import { LIFE_CHANGES, WAKING_CHANGES } from './waking-changes.ts';

/**
 * Publishes what happens in the life of tenants, for other systems. The outbox of the audit is in the stream with what it
 * holds, so the event also leaves if the record is sealed or purged before. An event may come twice, with the same id.
 */
export function publishEvents(bus: EventBus): Consumer {
  return {
    name: 'publish-events',
    wants: (change) => eventOf(change) !== null,
    consume: async (_tenantId, changes) => {
      await bus.publish(changes.flatMap((change) => eventOf(change) ?? []));
      return [];
    },
  };
}

function eventOf(change: Change): TenantEvent | null {
  const { of, images, eventId } = change;
  if (of.is !== 'record' || !images?.after) return null;
  if (of.kind === 'event' && isWanted(WAKING_CHANGES, change))
    return tenantEvent(images.after as unknown as AuditEvent);
  if (of.kind !== 'tenant' || !isWanted(LIFE_CHANGES, change)) return null;
  const isPurged = images.after['status'] === 'DELETED' && images.before?.['status'] !== 'DELETED';
  return isPurged ? purgedEvent(images.after as unknown as TenantRecord, eventId) : null;
}
