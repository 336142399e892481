import type { TenantId } from '../../../tenant/index.ts';
import { pendingEventKey } from '../keys/keys.ts';
import type { Item } from '../driver/send.ts';
import type { AuditEvent } from '../../port/audit-event.ts';

/** The attribute that holds an event as JSON, so that what is read is to the letter what was written. */
const EVENT = 'event';

/** An event on its way to the chain, as an item. */
export function pendingItem(tenant: TenantId, event: AuditEvent): Item {
  return { ...pendingEventKey(tenant, event.id), [EVENT]: JSON.stringify(event) };
}

/** The event in such an item. */
export function pendingEvent(item: Item): AuditEvent {
  return JSON.parse(textOf(item, EVENT)) as AuditEvent;
}

/** An attribute that is text; empty when it is not. */
export function textOf(item: Item, name: string): string {
  const value = item[name];
  return typeof value === 'string' ? value : '';
}
