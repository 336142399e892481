import { isRefusal, savedCaller, type Scope } from '../../tenant/index.ts';
import { openContext } from '../../server/index.ts';
import { handshakeCredential, protocolOf, type Protocol } from '../protocol/index.ts';
import { requestOf } from './request-of.ts';
import type { SocketParts, SocketRequest } from './socket-parts.ts';

/** What a client says when it opens a connection. No later message has headers. */
export interface Handshake {
  /** The header `Sec-WebSocket-Protocol`. */
  readonly offered: string | undefined;
  readonly query: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens a connection, and returns its protocol. Returns null if the client offers none of ours.
 *
 * AppSync's clients prove a caller here. If the gate refuses it, the connection is not recorded, and `connection_init` gets
 * the error: a client takes a refused handshake for a failure of the network, and repeats it.
 * @throws {Refusal} INTERNAL or TIMEOUT if the caller could not be checked
 */
export async function connect(
  parts: SocketParts,
  request: SocketRequest,
  handshake: Handshake,
): Promise<Protocol | null> {
  const { connections, platform } = parts;
  const protocol = protocolOf(handshake.offered);
  const { connectionId } = request;
  if (protocol === 'graphql-transport-ws') await connections.open(connectionId, protocol, platform.now());
  if (protocol !== 'graphql-ws') return protocol;
  const scope = await admitted(parts, request, handshake);
  if (!scope) return protocol;
  await connections.open(connectionId, protocol, platform.now());
  await connections.initialise(connectionId, { tenantId: scope.tenantId, saved: savedCaller(scope) });
  return protocol;
}

/** Codes that say nothing of the caller. */
const FAILURES: readonly string[] = ['INTERNAL', 'TIMEOUT'];

async function admitted(
  parts: SocketParts,
  request: SocketRequest,
  { offered, query }: Handshake,
): Promise<Scope | null> {
  try {
    const context = await openContext(parts, requestOf(request, handshakeCredential(offered, query)));
    await Promise.all(context.background);
    return context.scope;
  } catch (error) {
    if (!isRefusal(error) || FAILURES.includes(error.code)) throw error;
    return null;
  }
}
