import type { AuditEvent } from '../../store/index.ts';
import type { TenantRecord } from '../../tenant/index.ts';
import type { Json } from '../../model/index.ts';
import type { TenantEvent } from './event-bus.ts';
import { publicName } from './event-names.ts';

/** The actor of what the platform does by itself. */
const PLATFORM = { type: 'system', id: 'platform' };

/**
 * Returns what other systems learn of an event of the audit; null if they learn nothing. The address of the caller and
 * the name of a person stay inside.
 */
export function tenantEvent(event: AuditEvent): TenantEvent | null {
  const name = publicName(event);
  if (name === null || isOfScratch(event)) return null;
  const { id, tenantId: tenant, at, actor } = event;
  return { id, name, tenant, at, actor: { type: actor.type, id: actor.id }, data: dataOf(event) };
}

/**
 * Returns the last event of a tenant: its purge leaves a record that says so, and no audit.
 * @param eventId of the stream: it is the same if the record comes again
 */
export function purgedEvent({ id: tenant, certificate }: TenantRecord, eventId: string): TenantEvent {
  const { finishedAt } = (certificate ?? {}) as { readonly finishedAt?: string };
  const data = { certificate: (certificate ?? null) as Json };
  return {
    id: eventId,
    name: 'tenant.purged',
    tenant,
    at: finishedAt ?? new Date(0).toISOString(),
    actor: PLATFORM,
    data,
  };
}

/** Returns the event of what a tenant used on a day. */
export function usageEvent(
  tenant: string,
  day: string,
  figures: Readonly<Record<string, number>>,
): TenantEvent {
  const at = new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString();
  return {
    id: `usage-${tenant}-${day}`,
    name: 'usage.daily',
    tenant,
    at,
    actor: PLATFORM,
    data: { day, ...figures },
  };
}

const DAY = 24 * 60 * 60 * 1000;

function dataOf({ action, entity, outcome, detail }: AuditEvent): Readonly<Record<string, Json>> {
  if (action === 'job.ended')
    return { job: entity?.id ?? null, status: outcome === 'DONE' ? 'DONE' : 'FAILED' };
  // The URL of an endpoint may hold a secret.
  if (action === 'webhook.disabled') return { webhook: entity?.id ?? null };
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail)
    ? (detail as Readonly<Record<string, Json>>)
    : {};
}

/** Returns whether an event is of a copy that only proves an archive, and is no customer. */
function isOfScratch({ detail }: AuditEvent): boolean {
  return typeof detail === 'object' && detail !== null && 'scratch' in detail;
}
