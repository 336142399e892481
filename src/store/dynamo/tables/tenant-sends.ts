import {
  LOOK_UP_TTL,
  requireNotMoving,
  type Isolation,
  type Scope,
  type TenantId,
} from '../../../tenant/index.ts';
import type { AssumeTenantRole } from '../../credentials/assume-tenant-role.ts';
import { chosenClient, openDynamo, type DynamoOptions } from '../driver/dynamo.ts';
import { perTenant } from '../../credentials/per-tenant.ts';
import { rowTable, type RowTables } from './row-tables.ts';
import { isRead, type Send } from '../driver/send.ts';

/**
 * A function that opens the table of rows for the tenant of a scope, with that tenant's credentials.
 * @param isolation one of the tenant's two tables. By default it is the one in the tenant's record. While the
 * rows are being moved, only the moving job names a table and may write; all other writes get READ_ONLY
 */
export type SendOf = (scope: Scope, isolation?: Isolation) => Send;

/** Maximum tenants whose credentials are cached: about 3 KB each, with a client of the SDK 46 KB. */
export const MAX_TENANTS = { lean: 20_000, sdk: 1_000 };

/** Opens the tables of rows, with the credentials of each tenant. All share one pool of connections. */
export function openTenantSends(
  options: DynamoOptions & { readonly tables: RowTables },
  assume: AssumeTenantRole,
): SendOf {
  return routed(options.tables, tenantCalls(options, assume));
}

/** The tables that have items of tenants. */
export interface TenantTables {
  readonly rows: SendOf;
  readonly realtime: RealtimeSendOf;
}
/** A function that opens the table of subscriptions for the tenant of a scope: the same table for pool and silos. */
export type RealtimeSendOf = (scope: Scope) => Send;

/** Opens all tables that have items of tenants, with the same credentials of each. */
export function openTenantTables(
  { realtime, ...options }: DynamoOptions & { readonly tables: RowTables; readonly realtime: string },
  assume: AssumeTenantRole,
): TenantTables {
  const sendTo = tenantCalls(options, assume);
  return {
    rows: routed(options.tables, sendTo),
    realtime: ({ tenantId }) => sendTo(tenantId, realtime),
  };
}

type SendTo = (tenant: TenantId, table: string) => Send;

function tenantCalls(options: DynamoOptions, assume: AssumeTenantRole): SendTo {
  const sendsBy = openDynamo(options);
  const call = perTenant((tenant) => sendsBy(() => assume(tenant)), MAX_TENANTS[chosenClient(options)]);
  return (tenant, table) => (command, settings) =>
    call(tenant, (sends, before) =>
      sends(table)(command, before?.inDoubt ? { ...settings, inDoubt: true } : settings),
    );
}

/**
 * Opens the same tables with the operator's own credentials, which reach every tenant, for commands on AWS.
 */
export function openDirectSends(options: DynamoOptions & { readonly tables: RowTables }): SendOf {
  const client = openDynamo(options)(options.credentials);
  return routed(options.tables, (_tenant, table) => client(table));
}

/** Chooses the tenant's table, and refuses writes while its rows are being moved. */
function routed(tables: RowTables, sendTo: SendTo): SendOf {
  return ({ tenantId, tenant }, isolation) => {
    const send = sendTo(tenantId, rowTable(tables, tenantId, isolation ?? tenant.isolation));
    return async (command, settings) => {
      if (isolation === undefined && !isRead(command)) requireNotMoving(tenant);
      return send(command, settings);
    };
  };
}

/**
 * Wraps a Send for work that lasts longer than a request. It looks the tenant up again every `LOOK_UP_TTL`.
 * So it follows a tenant that moves, and never writes with an older record than a request would.
 * @throws {Refusal} READ_ONLY while the tenant is being moved: see `isPutOff`
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
