/** A question about the tenants that a query of the log of `graphql` answers. */
export interface TenantQuery {
  /** The name of the saved query. */
  readonly name: string;
  /** The title of its widget on the dashboard. */
  readonly title: string;
  /** The figures of each tenant. */
  readonly stats: string;
  /** The figure by which the first tenants are chosen. */
  readonly first: string;
}

const ANSWERED = 'count(*) as requests';

/** The questions, each about the line that `graphql` writes for a request (src/server/plugins/access-log.ts). */
export const TENANT_QUERIES: readonly TenantQuery[] = [
  {
    name: 'cost-by-tenant',
    title: 'Tenants that cost most, in points',
    stats: `sum(Cost) as points, ${ANSWERED}, sum(ReadUnits) as reads, sum(WriteUnits) as writes`,
    first: 'points',
  },
  {
    name: 'latency-by-tenant',
    title: 'Slowest tenants: p95 in milliseconds',
    stats: `pct(Latency, 95) as p95, max(Latency) as longest, ${ANSWERED}`,
    first: 'p95',
  },
  {
    name: 'refused-by-tenant',
    title: 'Tenants that are refused most: throttled, or over the plan',
    stats: `sum(Refused) as refused, ${ANSWERED}`,
    first: 'refused',
  },
  {
    name: 'failures-by-tenant',
    title: 'Tenants with most internal errors',
    stats: `sum(Failures) as failures, ${ANSWERED}`,
    first: 'failures',
  },
];

/** Returns the parts of a query, without the log that it reads. */
export function queryLines({ stats, first }: TenantQuery, limit: number): string[] {
  return [
    'filter message = "request" and ispresent(tenantId)',
    `stats ${stats} by tenantId, tier`,
    `filter ${first} > 0`,
    `sort ${first} desc`,
    `limit ${limit}`,
  ];
}
