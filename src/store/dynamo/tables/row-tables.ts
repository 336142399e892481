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

/**
 * Milliseconds after a move's switch at which the new table begins to count. The clocks of DynamoDB and of the job may differ
 * by so much. No row changes then: the move stops writes long before, and for ten seconds after.
 */
const SWITCHED_AFTER = 5_000;

/**
 * Returns what names the table that had the rows of a scope's tenant at a time, in milliseconds since 1970. A change that
 * came before a move is of the old table, whenever its record is read. What the move copies and erases is of neither.
 */
export function rowTableOf(tables: RowTables): (scope: Scope, at: number) => string {
  return ({ tenantId, tenant: { isolation, movedAt } }, at) => {
    const isBefore = movedAt !== undefined && at < Date.parse(movedAt) + SWITCHED_AFTER;
    return rowTable(tables, tenantId, isBefore ? OTHER[isolation] : isolation);
  };
}

const OTHER: Readonly<Record<Isolation, Isolation>> = { POOL: 'SILO', SILO: 'POOL' };
