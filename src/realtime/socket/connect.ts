import { isRefusal, refusals, savedCaller, type Refusal, type Scope } from '../../tenant/index.ts';
import { handshakeCredential, protocolOf, type Protocol } from '../protocol/index.ts';
import { admit } from './admit.ts';
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
 * AppSync's clients prove a caller here. If the gate refuses it, the connection keeps the refusal, and `connection_init` gets
 * it as an error: a client takes a refused handshake for a failure of the network, and repeats it.
 * @throws {Refusal} THROTTLED, TIMEOUT or INTERNAL if the caller could not be checked, which a client does well to repeat
 */
export async function connect(
  parts: SocketParts,
  request: SocketRequest,
  handshake: Handshake,
): Promise<Protocol | null> {
  const { connections, platform } = parts;
  const protocol = protocolOf(handshake.offered);
  if (protocol === null) return null;
  const { connectionId: id } = request;
  const admitted = protocol === 'graphql-ws' ? await admittedBy(parts, request, handshake) : null;
  const refused = isRefusal(admitted) ? { code: admitted.code, message: admitted.message } : null;
  await connections.open({ id, protocol, openedAt: platform.now(), refused });
  if (admitted && !isRefusal(admitted))
    await connections.initialise(id, { tenantId: admitted.tenantId, saved: savedCaller(admitted) });
  return protocol;
}

/** Returns the scope of the caller of AppSync's handshake, or why the gate does not admit it. */
async function admittedBy(
  parts: SocketParts,
  request: SocketRequest,
  { offered, query }: Handshake,
): Promise<Scope | Refusal> {
  try {
    const { scope } = await admit(parts, request, handshakeCredential(offered, query));
    return scope;
  } catch (error) {
    if (!isRefusal(error) || refusals[error.code].retryable) throw error;
    return error;
  }
}
