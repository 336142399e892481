import { isRefusal, Refusal, savedCaller, type Scope } from '../../tenant/index.ts';
import type { Connection } from '../../store/index.ts';
import { refuseRequest, shownRefusal } from '../../server/index.ts';
import { ackFrame, appsyncAckFrame, connectionErrorFrame, credentialOf } from '../protocol/index.ts';
import { admit, readmit } from './admit.ts';
import { closing, NOTHING, sending, type SocketAnswer } from './answer.ts';
import { hasBegun, isOfNoTenant } from './has-begun.ts';
import { join } from './join.ts';
import type { SocketParts, SocketRequest } from './socket-parts.ts';

/**
 * Answers `connection_init`. In `graphql-transport-ws` its payload proves the caller of the connection; in AppSync's protocol
 * the handshake has done so. A refusal is a frame and closes nothing: a client that is closed connects again at once.
 */
export async function initialise(
  parts: SocketParts,
  connection: Connection,
  payload: unknown,
  request: SocketRequest,
): Promise<SocketAnswer> {
  const { protocol } = connection;
  if (hasBegun(connection)) return closing('"connection_init" came twice.');
  if (isOfNoTenant(connection)) return sending(appsyncAckFrame());
  try {
    const scope =
      protocol === 'graphql-transport-ws'
        ? (await admit(parts, request, credentialOf(payload))).scope
        : await scopeOfHandshake(parts, connection, request);
    if (!scope || (await join(parts, connection, scope)) === 'gone') return NOTHING;
    return protocol === 'graphql-ws' ? sending(appsyncAckFrame()) : await begin(parts, connection, scope);
  } catch (error) {
    const refusal = isRefusal(error) ? error : refuseRequest(error, request.requestId, parts.log);
    return sending(connectionErrorFrame(protocol, shownRefusal(refusal, request.requestId)));
  }
}

/**
 * Opens the scope of the caller of a handshake again. Returns null for a connection whose handshake has not ended.
 * @throws {Refusal} that of the gate
 */
async function scopeOfHandshake(
  parts: SocketParts,
  { caller, refused }: Connection,
  request: SocketRequest,
): Promise<Scope | null> {
  if (refused) throw new Refusal(refused.code, refused.message);
  if (!caller) return null;
  const scope = await readmit(parts, caller, request);
  if (isRefusal(scope)) throw scope;
  return scope;
}

/** Saves the caller of a connection, and says that it may subscribe. */
async function begin(parts: SocketParts, { id }: Connection, scope: Scope): Promise<SocketAnswer> {
  const saved = savedCaller(scope);
  const { tenantId } = scope;
  const initialised = await parts.connections.initialise(id, { tenantId, saved });
  if (initialised === 'again') return closing('"connection_init" came twice.');
  if (initialised === 'gone') return NOTHING;
  const expiresAt = new Date(saved.expiresAt * 1000).toISOString();
  return sending(ackFrame({ expiresAt, cursor: parts.replay.cursorOf(scope) }));
}
