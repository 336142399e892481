import type { Scope, TenantId } from '../tenant/index.ts';
import type { AssumeTenantRole } from './assume-tenant-role.ts';
import { ExpiredCredentials } from './dynamo-errors.ts';
import { dynamoConnections, dynamoSend, type DynamoOptions } from './dynamo.ts';
import type { Send } from './send.ts';

/** Opens the data table as the tenant of a scope, with credentials that reach no other tenant. */
export type SendOf = (scope: Scope) => Send;

/** Tenants whose client is kept in a process; beyond it the one that waited longest goes. */
const MOST_TENANTS = 1000;

/**
 * A client for each tenant, whose credentials are those of the tenant role with the tenant as session tag. They are kept
 * per tenant and fetched again by the SDK five minutes before they end, once for all requests that wait for them. A call
 * that finds them ended all the same (a clock that is wrong, a session that was revoked) is sent once more with new ones.
 * All of them share one pool of connections.
 */
export function openTenantSends(
  options: DynamoOptions & { readonly table: string },
  assume: AssumeTenantRole,
): SendOf {
  const sends = new Map<TenantId, Send>();
  const requestHandler = dynamoConnections(options);
  const open = (tenant: TenantId): Send => {
    const known = sends.get(tenant);
    const send = known ?? dynamoSend({ ...options, requestHandler, credentials: () => assume(tenant) });
    // The last one used stands last.
    sends.delete(tenant);
    sends.set(tenant, send);
    const [oldest] = sends.keys();
    if (sends.size > MOST_TENANTS && oldest !== undefined) sends.delete(oldest);
    return send;
  };
  return ({ tenantId }) =>
    async (command, settings) => {
      const send = open(tenantId);
      try {
        return await send(command, settings);
      } catch (error) {
        if (!(error instanceof ExpiredCredentials)) throw error;
        if (sends.get(tenantId) === send) sends.delete(tenantId);
        return open(tenantId)(command, settings);
      }
    };
}
