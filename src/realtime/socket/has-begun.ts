import type { Connection } from '../../store/index.ts';

/** Returns whether a connection has a caller whom `connection_init` admitted. AppSync's handshake alone is too early. */
export function hasBegun({ protocol, caller, tenants }: Connection): boolean {
  return protocol === 'graphql-transport-ws' ? caller !== null : tenants.length > 0;
}

/**
 * Returns whether AppSync's handshake proved a user of several tenants and named none. Amplify sends the headers of its
 * configuration, such as `x-tenant`, with each subscription, and not before.
 */
export function isOfNoTenant({ refused }: Connection): boolean {
  return refused?.code === 'TENANT_REQUIRED';
}
