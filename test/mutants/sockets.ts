import type { Mutant } from './mutant.ts';

const socket = ['test/realtime/socket.test.ts', ''] as const;
const appsync = ['test/realtime/socket-appsync.test.ts', ''] as const;
const kept = [
  'test/store/realtime.test.ts',
  'as a duplicate|is counted once|beyond the number|takes all',
] as const;

/** Walls around what a socket may arm, and what it leaves. */
export const sockets: readonly Mutant[] = [
  {
    title: 'the caller of a subscription of AppSync is that of its socket',
    file: 'src/realtime/socket/subscribe.ts',
    text: "const context =\n      protocol === 'graphql-transport-ws'",
    by: "const context =\n      protocol !== ('' as string)",
    noticed: appsync,
  },
  {
    title: 'a subscription is acknowledged before it is written',
    file: 'src/realtime/socket/subscribe.ts',
    text: 'const write = () => subscriptionsOf(scope).arm(subscription, { most });',
    by: "const write = () => Promise.race([subscriptionsOf(scope).arm(subscription, { most }), 'armed' as const]);",
    noticed: socket,
  },
  {
    title: 'a subscription that the rules forbid is armed',
    file: 'src/realtime/socket/subscribe.ts',
    text: 'requireListen(platform.model, plan, context);',
    by: 'void requireListen;',
    noticed: socket,
  },
  {
    title: 'a client that ends a subscription keeps it',
    file: 'src/realtime/socket/end.ts',
    text: 'if (scope) await subscriptionsOf(scope).end(connectionId, id);',
    by: 'if (scope) subscriptionsOf(scope);',
    noticed: socket,
  },
  {
    title: 'a client that goes away keeps its subscriptions',
    file: 'src/realtime/disconnect.ts',
    text: 'for (const tenant of found.tenants) await leaveTenant(parts, tenant, connectionId);',
    by: '',
    noticed: socket,
  },
  {
    title: 'a tenant may have more connections than its plan allows',
    file: 'src/realtime/socket/join.ts',
    text: "if (joined !== 'full') return joined;",
    by: "return joined === 'full' ? 'done' : joined;",
    noticed: socket,
  },
  {
    title: 'the connections of a tenant are not counted against the limit',
    file: 'src/store/dynamo/realtime/joins.ts',
    text: 'most === null ? null : `attribute_not_exists',
    by: 'most !== -1 ? null : `attribute_not_exists',
    noticed: kept,
  },
  {
    title: 'a connection may have more subscriptions than the plan allows',
    file: 'src/store/dynamo/realtime/joins.ts',
    text: '`${operations} < ${expression.value(most)}`',
    by: '`${operations} < ${expression.value(most + 1)}`',
    noticed: kept,
  },
  {
    title: 'an ended subscription is still found by its topic',
    file: 'src/store/dynamo/realtime/subscriptions.ts',
    text: 'topicsOf(operation)).map((topic) => ({ Delete: { Key: topic } })),',
    by: 'topicsOf(operation).slice(0, 0)).map((topic) => ({ Delete: { Key: topic } })),',
    noticed: kept,
  },
  {
    title: 'subscriptions of a connection that left are still found by their topics',
    file: 'src/store/dynamo/realtime/subscriptions.ts',
    text: 'await deleteItems(topics, send);',
    by: 'void topics;',
    noticed: kept,
  },
];
