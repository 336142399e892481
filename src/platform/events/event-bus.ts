import type { Json } from '../../model/index.ts';

import type { TenantEventName } from './event-names.ts';

/** An event about a tenant, for other systems of the platform's owner. It holds no secret and no row. */
export interface TenantEvent {
  /** The same if the event comes again. */
  readonly id: string;
  readonly name: TenantEventName;
  readonly tenant: string;
  /** As ISO 8601. */
  readonly at: string;
  /** Who caused it. */
  readonly actor: { readonly type: string; readonly id: string };
  readonly data: Readonly<Record<string, Json>>;
}

/** Takes events about tenants to other systems. */
export interface EventBus {
  /**
   * Publishes events, each at least once and in no order.
   * @throws {Error} if the bus did not take all of them; the caller sends all of them again later
   */
  publish(events: readonly TenantEvent[]): Promise<void>;
}
