import { boundedMap, type TenantId } from '../../tenant/index.ts';
import { ExpiredCredentials } from '../dynamo/driver/dynamo-errors.ts';

/** Makes a call by the client of a tenant. A repeat gets the error of the call before. */
export type PerTenant<Client> = <Result>(
  tenant: TenantId,
  call: (client: Client, before?: ExpiredCredentials) => Promise<Result>,
) => Promise<Result>;

/**
 * Caches a client for each tenant, with credentials of the tenant role and the tenant as session tag. The client
 * refreshes them five minutes before they expire, once for all waiting calls. A call whose credentials have
 * expired anyway (a wrong clock, a revoked session) is retried once with new ones.
 * @param maxTenants the least recently used client is dropped first
 */
export function perTenant<Client>(open: (tenant: TenantId) => Client, maxTenants: number): PerTenant<Client> {
  const clients = boundedMap<TenantId, Client>(maxTenants);
  const clientOf = (tenant: TenantId): Client => {
    const client = clients.get(tenant) ?? open(tenant);
    // The last one used is last.
    clients.delete(tenant);
    clients.set(tenant, client);
    return client;
  };
  return async (tenant, call) => {
    const client = clientOf(tenant);
    try {
      return await call(client);
    } catch (error) {
      if (!(error instanceof ExpiredCredentials)) throw error;
      if (clients.get(tenant) === client) clients.delete(tenant);
      return call(clientOf(tenant), error);
    }
  };
}
