import type { Connection } from '../../store/index.ts';
import { completeFrame } from '../protocol/index.ts';
import { NOTHING, type SocketAnswer } from './answer.ts';
import type { SocketParts } from './socket-parts.ts';

/**
 * Ends an operation, also one whose subscription comes later. AppSync's clients get an answer; the gateway gives this message
 * no way to return one, so it is posted.
 */
export async function end(
  { scopeOf, subscriptionsOf, sockets }: SocketParts,
  { id: connectionId, protocol, tenants }: Connection,
  id: string,
): Promise<SocketAnswer> {
  for (const tenant of tenants) {
    const scope = await scopeOf(tenant);
    if (scope) await subscriptionsOf(scope).end(connectionId, id);
  }
  if (protocol === 'graphql-ws') await sockets.post(connectionId, completeFrame(id));
  return NOTHING;
}
