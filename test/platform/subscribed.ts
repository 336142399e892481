import { openSubscriptions } from '../../src/store/index.ts';
import type { JobParts } from '../../src/platform/index.ts';

/** Gives a tenant items of all kinds in the table of subscriptions, as a connection that is open and one that has left. */
export async function subscribe(
  { scopeOf, realtimeSendOf }: JobParts,
  tenant: string,
  now: () => number,
): Promise<void> {
  const scope = await scopeOf(tenant, 'connections of the test');
  const live = openSubscriptions(scope, realtimeSendOf(scope), now);
  const connected = { at: now(), expiresAt: now() / 1000 + 7200, most: 5 };
  for (const connection of ['c1', 'c2']) await live.join(connection, connected);
  await live.arm(
    {
      connectionId: 'c1',
      id: '1',
      protocol: 'graphql-ws',
      topics: ['Task', 'Project'],
      query: 'subscription { onCreateTask { id } }',
      operationName: null,
      variables: {},
      caller: { is: 'key', keyId: 'k', expiresAt: connected.expiresAt },
      resume: null,
    },
    { most: 1 },
  );
  await live.end('c1', 'unknown');
  await live.leave('c2');
  await live.log.append('Task', [
    { position: 'p', eventId: 'e', event: null, expiresAt: connected.expiresAt },
  ]);
}
