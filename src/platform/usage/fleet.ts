import type { ListPage, UsageLedger } from '../../store/index.ts';
import type { DayUsage } from './tenant-usage.ts';

/** What one tenant used, as those who run the platform see it. */
export interface FleetUsage {
  readonly tenantId: string;
  readonly days: readonly DayUsage[];
}

/**
 * A page of the tenants that have usage on any of these days, by id. Each day gives its first tenants after `after`:
 * whoever is among the first of all days is among the first of each of their own.
 */
export async function readFleet(
  ledger: UsageLedger,
  days: readonly string[],
  page: { readonly limit: number; readonly after: string | null },
): Promise<ListPage<FleetUsage>> {
  const read = await Promise.all(days.map(async (day) => ({ day, ...(await ledger.fleet(day, page)) })));
  const tenants = new Map<string, DayUsage[]>();
  for (const { day, records } of read) {
    for (const { tenantId, ...figures } of records) {
      const known = tenants.get(tenantId) ?? [];
      tenants.set(tenantId, [...known, { day, figures }]);
    }
  }
  const ids = [...tenants.keys()].sort();
  const shown = ids.slice(0, page.limit);
  const isLast = shown.length === ids.length && read.every(({ after }) => after === null);
  return {
    records: shown.map((tenantId) => ({ tenantId, days: tenants.get(tenantId) ?? [] })),
    after: isLast ? null : (shown.at(-1) ?? null),
  };
}
