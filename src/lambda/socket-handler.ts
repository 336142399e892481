import { protocolOf } from '../realtime/index.ts';
import { header } from './header.ts';
import type { SocketEvent, SocketHandler, SocketResult } from './socket-events.ts';

/** The header by which client and server agree on a protocol (RFC 6455, section 11.3.4). */
const SUBPROTOCOL = 'Sec-WebSocket-Protocol';

/** Creates the handler of the WebSocket API. */
export function createSocketHandler(): SocketHandler {
  return (event) => Promise.resolve(event.requestContext?.eventType === 'CONNECT' ? connect(event) : DONE);
}

const DONE: SocketResult = { statusCode: 200 };

function connect({ headers }: SocketEvent): SocketResult {
  const protocol = protocolOf(header({ headers: { ...headers } }, SUBPROTOCOL.toLowerCase()));
  return protocol === null ? { statusCode: 400 } : { statusCode: 200, headers: { [SUBPROTOCOL]: protocol } };
}
