import { openSockets, type SocketOptions, type Sockets } from '../store/index.ts';

/**
 * Opens the connections of the laptop's gateway.
 * @param endpoint returns its address, which is known once it listens
 */
export function openLocalSockets(endpoint: () => string, options: Omit<SocketOptions, 'endpoint'>): Sockets {
  let opened: Sockets | null = null;
  const sockets = (): Sockets => (opened ??= openSockets({ ...options, endpoint: endpoint() }));
  return {
    post: (...of) => sockets().post(...of),
    close: (...of) => sockets().close(...of),
  };
}
