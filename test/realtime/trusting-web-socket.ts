import { once } from 'node:events';

import { WebSocket } from 'ws';

import { deferred } from './listener.ts';

/** What sockets of this process got, and what waits for it. */
const frames: string[] = [];
const waiting = new Set<() => void>();
/** All sockets so far. */
const sockets: WebSocket[] = [];

/** The class `WebSocket` of a browser that has accepted the laptop's certificate. It notes what it gets. */
class TrustingWebSocket extends WebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols, { rejectUnauthorized: false });
    sockets.push(this);
    this.on('message', (data: Buffer) => {
      frames.push(data.toString());
      for (const look of waiting) look();
    });
  }
}

/**
 * Gives the tests of a file the class `WebSocket`, which Node 20 lacks. Libraries find it as in a browser. They leave timers
 * of 15 seconds behind, so no timer keeps the process of these tests alive.
 */
export function installWebSocket(): void {
  const { setTimeout, setInterval } = globalThis;
  beforeAll(() => {
    Object.assign(globalThis, {
      WebSocket: TrustingWebSocket,
      setTimeout: (...args: Parameters<typeof setTimeout>) => setTimeout(...args).unref(),
      setInterval: (...args: Parameters<typeof setInterval>) => setInterval(...args).unref(),
    });
  });
  afterAll(() => {
    Object.assign(globalThis, { setTimeout, setInterval });
  });
}

/** Returns how many frames came, from which `frameLike` can wait. */
export function frameCount(): number {
  return frames.length;
}

/** Returns how often clients connected. */
export function socketCount(): number {
  return sockets.length;
}

/** Has the server close each open socket, and resolves with the codes. A message that breaks the protocol does it. */
export function closedByServer(): Promise<readonly number[]> {
  const open = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN);
  return Promise.all(
    open.map(async (socket) => {
      const closed = once(socket, 'close') as Promise<[code: number]>;
      socket.send('{');
      return (await closed)[0];
    }),
  );
}

/** Resolves with the frame that a pattern fits as often as `times` says, from a number of frames on. */
export function frameLike(pattern: RegExp, from: number, times = 1): Promise<string> {
  const { promise, resolve } = deferred<string>();
  const look = (): void => {
    const found = frames.slice(from).filter((frame) => pattern.test(frame))[times - 1];
    if (found === undefined) return;
    waiting.delete(look);
    resolve(found);
  };
  waiting.add(look);
  look();
  return promise;
}

/** Matches the frame by which either protocol says that a subscription is armed. */
export const ARMED = /"type":"start_ack"|"armed":/;
