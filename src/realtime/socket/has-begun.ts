import type { Connection } from '../../store/index.ts';

/** Returns whether a connection has a caller whom `connection_init` admitted. AppSync's handshake alone is too early. */
export function hasBegun({ protocol, caller, tenants }: Connection): boolean {
  return protocol === 'graphql-transport-ws' ? caller !== null : tenants.length > 0;
}
