import { randomUUID } from 'node:crypto';

import { CONNECTION_SHARDS, type Connections } from '../store/index.ts';
import type { Handlers } from '../lambda/index.ts';

/**
 * Ends the connections that a process before this one had when it was killed, and returns how many. They ended with its
 * gateway. On AWS the gateway outlives the functions, and calls `$disconnect` for each.
 */
export async function endLostConnections(
  connections: Pick<Connections, 'page'>,
  socket: Handlers['socket'],
): Promise<number> {
  const end = async (connectionId: string): Promise<void> => {
    const requestContext = { routeKey: '$disconnect', connectionId, requestId: randomUUID() };
    await socket({ requestContext: { ...requestContext, eventType: 'DISCONNECT' } });
  };
  const ofShard = async (shard: number): Promise<number> => {
    let ended = 0;
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof connections.page>> = await connections.page(shard, after);
      for (const { id } of page.connections) await end(id);
      ended += page.connections.length;
      after = page.next;
    } while (after !== null);
    return ended;
  };
  const counts = await Promise.all(Array.from({ length: CONNECTION_SHARDS }, (_, shard) => ofShard(shard)));
  return counts.reduce((sum, count) => sum + count, 0);
}
