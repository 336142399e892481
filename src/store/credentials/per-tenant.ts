import type { TenantId } from '../../tenant/index.ts';
import { ExpiredCredentials } from '../dynamo/driver/dynamo-errors.ts';

/** Makes a call by the client of a tenant. */
export type PerTenant<Client> = <Result>(
  tenant: TenantId,
  call: (client: Client) => Promise<Result>,
) => Promise<Result>;

/** Tenants whose client is kept in a process; beyond it the one that waited longest goes. */
const MOST_TENANTS = 1000;

/**
 * Keeps a client for each tenant, whose credentials are those of the tenant role with the tenant as session tag. They are
 * fetched again by the SDK five minutes before they end, once for all calls that wait for them. A call that finds them
 * ended all the same (a clock that is wrong, a session that was revoked) is made once more with new ones.
 */
export function perTenant<Client>(open: (tenant: TenantId) => Client): PerTenant<Client> {
  const clients = new Map<TenantId, Client>();
  const clientOf = (tenant: TenantId): Client => {
    const client = clients.get(tenant) ?? open(tenant);
    // The last one used stands last.
    clients.delete(tenant);
    clients.set(tenant, client);
    const [oldest] = clients.keys();
    if (clients.size > MOST_TENANTS && oldest !== undefined) clients.delete(oldest);
    return client;
  };
  return async (tenant, call) => {
    const client = clientOf(tenant);
    try {
      return await call(client);
    } catch (error) {
      if (!(error instanceof ExpiredCredentials)) throw error;
      if (clients.get(tenant) === client) clients.delete(tenant);
      return call(clientOf(tenant));
    }
  };
}
