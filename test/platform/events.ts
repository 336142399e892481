import type { AuditEvent } from '../../src/store/index.ts';
import type { TestApi } from '../api.ts';

/** Reads the events of a tenant that are not sealed yet, in the order of time. */
export async function eventsOf(
  { control }: Pick<TestApi, 'control'>,
  tenantId: string,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for await (const event of control.all('events', tenantId)) events.push(event);
  return events;
}
