import type { Sockets } from '../../src/store/index.ts';

/** The connections of a WebSocket API, in memory. It keeps what each connection got. */
export interface FakeGateway extends Sockets {
  /** The frames of each connection, oldest first. */
  readonly frames: ReadonlyMap<string, readonly string[]>;
  /** The connections that were closed, oldest first. */
  readonly closed: readonly string[];
  /** Called before each post. It may throw, or return false for a connection that is gone. */
  onPost: (connectionId: string, frame: string) => boolean | Promise<boolean>;
}

export function openFakeGateway(): FakeGateway {
  const frames = new Map<string, string[]>();
  const closed: string[] = [];
  const gateway: FakeGateway = {
    frames,
    closed,
    onPost: () => true,
    async post(connectionId, frame) {
      if (!(await gateway.onPost(connectionId, frame))) return 'gone';
      const got = frames.get(connectionId) ?? [];
      frames.set(connectionId, got);
      got.push(frame);
      return 'sent';
    },
    close(connectionId) {
      closed.push(connectionId);
      return Promise.resolve();
    },
  };
  return gateway;
}
