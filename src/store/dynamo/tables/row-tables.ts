import type { Isolation, Scope } from '../../../tenant/index.ts';

/** The tables that rows are in. */
export interface RowTables {
  /** That of all tenants of the pool. */
  readonly pool: string;
  /** What the names of the tables begin with that are of a single tenant: see `siloTable`. */
  readonly siloPrefix: string;
}

/**
 * The name of a tenant's own table. A policy writes the same with the variable of the session's tag in place of the tenant:
 * what one tenant's name ends in can never be another's.
 */
export function siloTable(siloPrefix: string, tenantId: string): string {
  return `${siloPrefix}${tenantId}`;
}

/** The table that a tenant's rows are in. */
export function rowTable({ pool, siloPrefix }: RowTables, tenantId: string, isolation: Isolation): string {
  return isolation === 'SILO' ? siloTable(siloPrefix, tenantId) : pool;
}

/** Returns what names the table that has the rows of a scope's tenant. */
export function rowTableOf(tables: RowTables): (scope: Scope) => string {
  return ({ tenantId, tenant }) => rowTable(tables, tenantId, tenant.isolation);
}
