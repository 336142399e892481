/**
 * The protocols of a socket, by the names of their subprotocols. `graphql-transport-ws` is that of graphql-ws, Apollo Client,
 * urql and GraphiQL. `graphql-ws` is AppSync's.
 */
const PROTOCOLS = ['graphql-transport-ws', 'graphql-ws'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/**
 * Returns the protocol of a connection from its header `Sec-WebSocket-Protocol`: `graphql-ws, header-eyJ`. Returns null if
 * the client offers none of ours.
 */
export function protocolOf(offered: string | undefined): Protocol | null {
  const names = offeredNames(offered);
  return names.find(isProtocol) ?? null;
}

/** Returns the subprotocols that a client offers, in its order. */
export function offeredNames(offered: string | undefined): readonly string[] {
  return (offered ?? '').split(',').map((name) => name.trim());
}

function isProtocol(name: string): name is Protocol {
  return (PROTOCOLS as readonly string[]).includes(name);
}
