import {
  LOOK_UP_TTL,
  requireNotMoving,
  type Isolation,
  type Scope,
  type TenantId,
} from '../../../tenant/index.ts';
import type { AssumeTenantRole } from '../../credentials/assume-tenant-role.ts';
import { dynamoConnections, dynamoSends, type DynamoOptions } from '../driver/dynamo.ts';
import { perTenant } from '../../credentials/per-tenant.ts';
import { rowTable, type RowTables } from './row-tables.ts';
import { isRead, type Send } from '../driver/send.ts';

/**
 * Opens the table of rows as the tenant of a scope, with credentials that reach no other tenant.
 * @param isolation which of its two tables: the one that its record says, unless its rows are on their way to the other.
 *   Then nobody writes but who names the table, which is the job that carries them: all others get READ_ONLY
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
  return routed(
    options.tables,
    (tenant, table) => (command, settings) => call(tenant, (sends) => sends(table)(command, settings)),
  );
}

/** The same by credentials that reach every tenant: those of whoever runs the platform, for commands on AWS. */
export function openDirectSends(options: DynamoOptions & { readonly tables: RowTables }): SendOf {
  const client = dynamoSends(options);
  return routed(options.tables, (_tenant, table) => client(table));
}

/** Finds the table of a tenant, and refuses to write into it while its rows are on their way. */
function routed(tables: RowTables, sendTo: (tenant: TenantId, table: string) => Send): SendOf {
  return ({ tenantId, tenant }, isolation) => {
    const send = sendTo(tenantId, rowTable(tables, tenantId, isolation ?? tenant.isolation));
    return async (command, settings) => {
      if (isolation === undefined && !isRead(command)) requireNotMoving(tenant);
      return send(command, settings);
    };
  };
}

/**
 * A Send for work that outlasts a request: the tenant, just looked up, is so again whenever that is `LOOK_UP_TTL` ago. So it follows a
 * tenant that moves, and none of its writes comes from a record that is older than a request's may be.
 * @throws {Refusal} READ_ONLY while the tenant is on its way: see `isPutOff`
 */
export function refreshingSend(
  sendOf: SendOf,
  scope: Scope,
  { open, now }: { readonly open: () => Promise<Scope>; readonly now: () => number },
): Send {
  let known = { scope, at: now() };
  return async (command, settings) => {
    const at = now();
    if (at - known.at >= LOOK_UP_TTL) known = { scope: await open(), at };
    return sendOf(known.scope)(command, settings);
  };
}
