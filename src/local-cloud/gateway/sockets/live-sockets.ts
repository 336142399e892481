import type { WebSocket } from 'ws';

import { identityOf, type Identity, type Peer } from './event.ts';
import { closeCodes, type SocketLimits } from './limits.ts';

/** A connection that is open. */
export interface LiveSocket {
  readonly peer: Peer;
  readonly identity: Identity;
  /** Milliseconds since 1970. */
  readonly lastActiveAt: () => number;
  /** Returns false once the client has begun to close it. */
  readonly isOpen: () => boolean;
  send(text: string): void;
  /** Closes it. From then on it counts as ended. Resolves when it is closed. */
  close(code: number): Promise<void>;
}

/** Milliseconds that a client has to answer the end of its connection. Then it is cut. */
const CLOSING_MS = 1_000;

/** The open connections by id. One that is closing is no longer among them. */
export type LiveSockets = ReadonlyMap<string, LiveSocket>;

export interface OpenOptions {
  readonly limits: SocketLimits;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  readonly onMessage: (text: string) => void;
  /** Called once, also if the connection was cut. */
  readonly onEnd: (code: number, reason: string) => void;
}

/** Puts a socket among the open ones until it closes. Its limits of age close it. */
export function openLiveSocket(
  sockets: Map<string, LiveSocket>,
  peer: Peer,
  socket: WebSocket,
  { limits, now, onMessage, onEnd }: OpenOptions,
): LiveSocket {
  let lastActiveAt = now();
  let cut: NodeJS.Timeout | undefined;
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
  const close = (code: number): Promise<void> => {
    sockets.delete(peer.id);
    socket.close(code);
    cut ??= setTimeout(() => {
      socket.terminate();
    }, CLOSING_MS);
    return ended;
  };
  const end = (): void => {
    void close(closeCodes.normal);
  };
  const idle = setTimeout(end, limits.idleMs);
  const life = setTimeout(end, limits.lifeMs);
  const touch = (): void => {
    lastActiveAt = now();
    idle.refresh();
  };
  const live: LiveSocket = {
    peer,
    identity: identityOf(peer.request),
    lastActiveAt: () => lastActiveAt,
    isOpen: () => socket.readyState === socket.OPEN,
    send(text) {
      touch();
      socket.send(text);
    },
    close,
  };
  sockets.set(peer.id, live);
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    // What comes after the connection was closed no longer counts.
    if (sockets.get(peer.id) !== live) return;
    touch();
    if (isBinary) void close(closeCodes.unsupported);
    else onMessage(data.toString());
  });
  // The library closes it by itself after a message that breaks the protocol or is too long.
  socket.on('error', () => undefined);
  socket.once('close', (code: number, reason: Buffer) => {
    clearTimeout(idle);
    clearTimeout(life);
    clearTimeout(cut);
    sockets.delete(peer.id);
    onEnd(code, reason.toString());
  });
  return live;
}
