import { Refusal } from '../../tenant/index.ts';
import type { Connection } from '../../store/index.ts';
import { shownRefusal } from '../../server/index.ts';
import {
  errorFrame,
  parseMessage,
  pongFrame,
  type BadMessage,
  type ClientMessage,
} from '../protocol/index.ts';
import { closing, NOTHING, sending, type SocketAnswer } from './answer.ts';
import { end } from './end.ts';
import { hasBegun, isOfNoTenant } from './has-begun.ts';
import { initialise } from './initialise.ts';
import type { SocketParts, SocketRequest } from './socket-parts.ts';
import { subscribe } from './subscribe.ts';

/**
 * Answers a message of a client. What breaks the protocol closes the connection; what is wrong with one operation is an
 * error of that operation.
 */
export async function message(
  parts: SocketParts,
  request: SocketRequest,
  text: string,
): Promise<SocketAnswer> {
  const given = parseMessage(text);
  // Neither needs to know whose it is.
  if (given.is === 'ping') return sending(pongFrame(given.payload));
  if (given.is === 'pong') return NOTHING;
  const connection = await parts.connections.find(request.connectionId);
  if (!connection) return closing('It is not open.');
  return answer(parts, connection, given, request);
}

type OfOneConnection = Exclude<ClientMessage | BadMessage, { readonly is: 'ping' | 'pong' }>;

function answer(
  parts: SocketParts,
  connection: Connection,
  given: OfOneConnection,
  request: SocketRequest,
): SocketAnswer | Promise<SocketAnswer> {
  const { protocol } = connection;
  if (given.is === 'init') return initialise(parts, connection, given.payload, request);
  if (!hasBegun(connection) && !isOfNoTenant(connection))
    return closing('A message came before "connection_init".');
  if (given.is === 'bad')
    return given.id === null
      ? closing(given.reason)
      : sending(
          errorFrame(protocol, given.id, [
            shownRefusal(new Refusal('BAD_REQUEST', given.reason), request.requestId),
          ]),
        );
  if (given.protocol !== protocol) return closing(`The message is none of "${protocol}".`);
  return given.is === 'end' ? end(parts, connection, given.id) : subscribe(parts, connection, given, request);
}
