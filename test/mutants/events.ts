import type { Mutant } from './mutant.ts';

const sent = ['test/realtime/delivery.test.ts', ''] as const;
const ended = ['test/realtime/delivery-ends.test.ts', ''] as const;
const replayed = ['test/realtime/replay.test.ts', 'a subscription that resumes'] as const;

/** Walls around the events that subscribers get. */
export const events: readonly Mutant[] = [
  {
    title: 'all callers with one operation are in one group',
    file: 'src/realtime/delivery/groups.ts',
    text: '`${operation.key} ${identityOf(scope, operation.plan)}`',
    by: '(identityOf(scope, operation.plan), operation.key)',
    noticed: sent,
  },
  {
    title: 'callers with the same roles share the answers that are of each one',
    file: 'src/realtime/delivery/identity.ts',
    text: "if (sameFor === 'roles') return",
    by: "if (sameFor === 'roles' || sameFor) return",
    noticed: sent,
  },
  {
    title: 'events of a batch share what was read of related rows',
    file: 'src/realtime/delivery/answer.ts',
    text: 'const contextValue = contextOf(parts, scope, request);',
    by: 'const contextValue = ((until as any)[`${operationName}`] ??= contextOf(parts, scope, request));',
    noticed: sent,
  },
  {
    title: 'a change of a table that the tenant has left is an event',
    file: 'src/realtime/delivery/deliver.ts',
    text: 'table === tableOf(scope, at)',
    by: "table !== '' && tableOf(scope, at) !== ''",
    noticed: sent,
  },
  {
    title: 'a change before a move is compared with the table after it',
    file: 'src/store/dynamo/tables/row-tables.ts',
    text: 'isBefore ? OTHER[isolation] : isolation',
    by: 'isBefore ? isolation : isolation',
    noticed: ['test/realtime/moves.test.ts', ''],
  },
  {
    title: 'events are answered in the scope of a job, not in that of each caller',
    file: 'src/realtime/delivery/deliver.ts',
    text: 'const scopes = await parts.gate.readmit(\n      tenantId,\n      live.map(({ caller }) => caller),\n      recordRefused(parts.recorder, { requestId: eventId, ip: null }),\n    );',
    by: 'const job = await scopeOf(tenantId);\n    const scopes = live.map(() => job);',
    noticed: ended,
  },
  {
    title: 'rules of fields are not checked at an event',
    file: 'src/engine/fields/guarded.ts',
    text: "rules ? decide(rules, context.scope.caller, 'get') : 'allow'",
    by: "'allow'",
    noticed: sent,
  },
  {
    title: 'events are delivered to the subscriptions of a moment ago',
    file: 'src/store/dynamo/realtime/range.ts',
    text: 'ConsistentRead: true,',
    by: 'ConsistentRead: false,',
    noticed: sent,
  },
  {
    title: 'an expired token gets events',
    file: 'src/realtime/delivery/deliver.ts',
    text: 'caller.expiresAt > now',
    by: 'caller.expiresAt > 0 && now > 0',
    noticed: ended,
  },
  {
    title: 'a caller whom the gate refuses keeps the subscription',
    file: 'src/realtime/delivery/deliver.ts',
    text: 'if (isRefusal(refusal)) post.refuse(subscription, refusal);',
    by: 'void refusal;',
    noticed: ended,
  },
  {
    title: 'messages beyond the pace of the plan are sent',
    file: 'src/realtime/delivery/post-office.ts',
    text: 'if (refusal) refuse(subscription, refusal);',
    by: 'if (refusal && !subscription) refuse(subscription, refusal);',
    noticed: ended,
  },
  {
    title: 'a connection gets events after one that was not taken',
    file: 'src/realtime/delivery/outbox.ts',
    text: '      hasFailed = true;\n      lane.isOver = true;',
    by: '      hasFailed = true;',
    noticed: ended,
  },
  {
    title: 'a cursor is of no tenant',
    file: 'src/realtime/delivery/cursor.ts',
    text: "return [tenantId, 'events'];",
    by: "return [tenantId.slice(0, 0), 'events'];",
    noticed: replayed,
  },
  {
    title: 'a new event comes before those that a subscription has missed',
    file: 'src/realtime/delivery/deliver.ts',
    text: 'if (subscription.resume === null || one.operation.plan.replay === null)',
    by: 'if (subscription.resume === null || one.operation.plan.replay !== 0)',
    noticed: replayed,
  },
  {
    title: 'events are kept after they are sent',
    file: 'src/realtime/delivery/deliver.ts',
    text: 'await keep(model, subscriptions, events);\n      for await (const listening of listenersOf(subscriptions, events)) {',
    by: 'const read: (readonly Subscription[])[] = [];\n      for await (const part of listenersOf(subscriptions, events)) read.push(part);\n      await keep(model, subscriptions, events);\n      for (const listening of read) {',
    noticed: replayed,
  },
  {
    title: 'the changes of a batch are all of the tenant of the first',
    file: 'src/changes/consume-changes.ts',
    text: 'tenants.get(one.change.tenantId)',
    by: "tenants.get(placed[0]?.change.tenantId ?? '')",
    noticed: ['test/isolation/live-events.test.ts', ''],
  },
  {
    title: 'callers share a related row that is found as a page of an index',
    file: 'src/engine/subscriptions/same-for.ts',
    text: "isMany || relation.index !== null ? 'list' : 'get'",
    by: "isMany ? 'list' : 'get'",
    noticed: ['test/engine/subscriptions.test.ts', ''],
  },
];
