import type { SocketHandler } from '../socket-events.ts';

/** Opens the function behind the WebSocket API, which a schedule calls too. */
export function openSocket(): SocketHandler {
  return () => Promise.resolve({ statusCode: 200 });
}
