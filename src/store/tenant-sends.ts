import type { Scope } from '../tenant/index.ts';
import type { AssumeTenantRole } from './assume-tenant-role.ts';
import { dynamoConnections, dynamoSend, type DynamoOptions } from './dynamo.ts';
import { perTenant } from './per-tenant.ts';
import type { Send } from './send.ts';

/** Opens the data table as the tenant of a scope, with credentials that reach no other tenant. */
export type SendOf = (scope: Scope) => Send;

/** The data table by a client for each tenant. All of them share one pool of connections. */
export function openTenantSends(
  options: DynamoOptions & { readonly table: string },
  assume: AssumeTenantRole,
): SendOf {
  const requestHandler = dynamoConnections(options);
  const call = perTenant((tenant) =>
    dynamoSend({ ...options, requestHandler, credentials: () => assume(tenant) }),
  );
  return ({ tenantId }) =>
    (command, settings) =>
      call(tenantId, (send) => send(command, settings));
}
