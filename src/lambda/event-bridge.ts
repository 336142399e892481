import type { EventBus, TenantEvent } from '../platform/index.ts';
import { type Bus, openBus, sizeOfBusEntry } from '../store/index.ts';

export interface EventBridgeOptions {
  readonly region: string;
  /** The name of the bus, which is also the source of its events: `tenantql-prod`. */
  readonly bus: string;
  /** By default EventBridge. */
  readonly open?: Pick<Bus, 'put'>;
}

/** The maximum size of an entry (Amazon EventBridge quotas). */
const MAX_ENTRY = 256 * 1024;

/** Opens the bus of events about tenants in Amazon EventBridge. The name of an event is its detail type. */
export function eventBridge({ region, bus, open = openBus({ region, bus }) }: EventBridgeOptions): EventBus {
  return {
    publish: (events) =>
      open.put(
        events.map((event) => ({
          source: bus,
          detailType: event.name,
          detail: detailOf(event, bus),
          at: Date.parse(event.at),
        })),
      ),
  };
}

/** Returns the detail of an event. One that is too large for the bus leaves its data out and says so. */
function detailOf({ name, id, tenant, at, actor, data }: TenantEvent, source: string): string {
  const head = { id, tenant, at, actor };
  const detail = JSON.stringify({ ...head, data });
  const isTooLarge = sizeOfBusEntry({ source, detailType: name, detail }) > MAX_ENTRY;
  return isTooLarge ? JSON.stringify({ ...head, data: {}, truncated: true }) : detail;
}
