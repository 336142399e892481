import type { ListPage, UsageLedger } from '../../store/index.ts';
import type { DayUsage } from './tenant-usage.ts';

/** The usage of one tenant, as operators see it. */
export interface FleetUsage {
  readonly tenantId: string;
  readonly days: readonly DayUsage[];
}

/**
 * Returns a page of the tenants with usage on any of these days, ordered by id. Reads one tenant more of each
 * day than the page shows: a tenant on the page is among the first of every day that it occurs in.
 */
export async function readFleet(
  ledger: UsageLedger,
  days: readonly string[],
  { limit, after }: { readonly limit: number; readonly after: string | null },
): Promise<ListPage<FleetUsage>> {
  const read = await Promise.all(
    days.map(async (day) => ({ day, records: await ledger.fleet(day, { limit: limit + 1, after }) })),
  );
  const tenants = new Map<string, DayUsage[]>();
  for (const { day, records } of read) {
    for (const { tenantId, ...figures } of records)
      tenants.set(tenantId, [...(tenants.get(tenantId) ?? []), { day, figures }]);
  }
  const ids = [...tenants.keys()].sort();
  const shown = ids.slice(0, limit);
  return {
    records: shown.map((tenantId) => ({ tenantId, days: tenants.get(tenantId) ?? [] })),
    after: shown.length < ids.length ? (shown.at(-1) ?? null) : null,
  };
}
