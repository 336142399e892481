import type { Isolation, Scope } from '../tenant/index.ts';
import type { AssumeTenantRole } from './assume-tenant-role.ts';
import { dynamoConnections, dynamoSends, type DynamoOptions } from './dynamo.ts';
import { perTenant } from './per-tenant.ts';
import { rowTable, type RowTables } from './row-tables.ts';
import type { Send } from './send.ts';

/**
 * Opens the table of rows as the tenant of a scope, with credentials that reach no other tenant.
 * @param isolation which of its two tables: the one that its record says, unless its rows are on their way to the other
 */
export type SendOf = (scope: Scope, isolation?: Isolation) => Send;

/**
 * The tables of rows by a client for each tenant, whichever of its tables is asked. All of them share one pool of
 * connections.
 */
export function openTenantSends(
  options: DynamoOptions & { readonly tables: RowTables },
  assume: AssumeTenantRole,
): SendOf {
  const requestHandler = dynamoConnections(options);
  const call = perTenant((tenant) =>
    dynamoSends({ ...options, requestHandler, credentials: () => assume(tenant) }),
  );
  return ({ tenantId, tenant }, isolation = tenant.isolation) => {
    const table = rowTable(options.tables, tenantId, isolation);
    return (command, settings) => call(tenantId, (sends) => sends(table)(command, settings));
  };
}
