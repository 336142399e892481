import type { TenantFilter } from '../generated/operator.ts';
import type { Control, ListPage } from '../../store/index.ts';
import type { TenantRecord } from '../../tenant/index.ts';

/** Maximum number of tenants that one page reads. If few match, the page is shorter than its limit. */
const MAX_READ = 2000;

/** Returns a page of the tenants that match a filter, after reading at most `MAX_READ` tenants. */
export async function listTenants(
  control: Control,
  filter: TenantFilter,
  { limit, after }: { readonly limit: number; readonly after: string | null },
): Promise<ListPage<TenantRecord>> {
  const found: TenantRecord[] = [];
  let read = 0;
  let next = after;
  do {
    const page = await control.list('tenants', '', { limit: Math.max(limit, 100), after: next });
    for (const tenant of page.records) {
      // The list is ordered by id, so an id is a position in it.
      if (!fits(tenant, filter)) continue;
      if (found.length === limit) return { records: found, after: found.at(-1)?.id ?? null };
      found.push(tenant);
    }
    read += page.records.length;
    next = page.after;
  } while (next !== null && read < MAX_READ);
  return { records: found, after: next };
}

function fits(tenant: TenantRecord, { status, plan, nameContains }: TenantFilter): boolean {
  return (
    (status ?? tenant.status) === tenant.status &&
    (plan ?? tenant.plan) === tenant.plan &&
    tenant.name.toLowerCase().includes((nameContains ?? '').toLowerCase())
  );
}
