import { WebSocket } from 'ws';

/** A socket without a library, of which a test sees every frame. */
export interface RawSocket {
  /** The frames that came, as text. */
  readonly frames: readonly string[];
  say(message: object | string): void;
  /** Resolves with the next frame that a pattern fits, which no earlier call got. Rejects if the socket closes before. */
  next(pattern: RegExp): Promise<unknown>;
  /** Resolves with the code of the end. */
  readonly closed: Promise<number>;
  close(): void;
}

/** Opens a socket. Resolves when it is open. */
export async function openRawSocket(url: string, protocols: readonly string[]): Promise<RawSocket> {
  const socket = new WebSocket(url, [...protocols]);
  const frames: string[] = [];
  const waiting = new Set<() => void>();
  const taken = new Set<number>();
  socket.on('message', (data: Buffer) => {
    frames.push(data.toString());
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return {
    frames,
    closed,
    say: (message) => {
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    },
    next: (pattern) =>
      new Promise((resolve, reject) => {
        void closed.then((code) => {
          reject(new Error(`The socket closed with ${String(code)}.`));
        });
        const look = (): void => {
          const at = frames.findIndex((frame, index) => !taken.has(index) && pattern.test(frame));
          if (at < 0) return;
          taken.add(at);
          waiting.delete(look);
          resolve(JSON.parse(frames[at] ?? ''));
        };
        waiting.add(look);
        look();
      }),
    close: () => {
      socket.close();
    },
  };
}

/** Opens a socket as AppSync's clients do, and sends `connection_init`. */
export async function openAppSyncSocket(url: string, authorization: string): Promise<RawSocket> {
  const headers = Buffer.from(JSON.stringify({ Authorization: authorization, host: 'localhost' }));
  const socket = await openRawSocket(url, ['graphql-ws', `header-${headers.toString('base64url')}`]);
  socket.say({ type: 'connection_init' });
  return socket;
}

/** Returns AppSync's message that begins a subscription. */
export function startMessage(id: string, query: string, authorization: string): object {
  return {
    id,
    type: 'start',
    payload: {
      data: JSON.stringify({ query, variables: {} }),
      extensions: { authorization: { Authorization: authorization, host: 'localhost' } },
    },
  };
}
