import { TASK, useKit } from './delivery-kit.ts';
import type { Rig } from './delivery-rig.ts';
import { subscribedTo } from '../shared/subscribed-to.ts';

const kit = useKit();
const { created, task, titlesOf, onTasks } = kit;
let rig: Rig;
beforeAll(() => {
  rig = kit.rig;
});

describe('the delivery of an event', () => {
  it('comes again for a subscriber to whom it cannot be answered, and the others get it', async () => {
    const poisoned = await rig.arm('acme', 'bob', 'subscription { onCreateNote { id } }', {
      topics: ['Note'],
    });
    const lives = await rig.arm('acme', 'bob', TASK);
    const row = Object.defineProperty({ id: '1' }, 'owner', {
      get: () => {
        throw new Error('a mistake');
      },
    });
    const poison = created('Note', row);
    await expect(rig.deliver('acme', poison, task('a'))).rejects.toThrow('must be delivered again');
    expect(rig.got(poisoned.connectionId)).toEqual([]);
    expect(titlesOf(lives.connectionId)).toEqual([{ id: '1', title: 'a' }]);
    expect(rig.api.log.at(-2)).toMatchObject({ message: 'events: no answer', tenantId: 'acme' });
    await expect(rig.deliver('acme', poison, task('b'))).rejects.toThrow('must be delivered again');
    // It has failed often enough: its subscriber learns so, and keeps no other event from coming.
    await rig.deliver('acme', poison, task('c'));
    expect(titlesOf(poisoned.connectionId)).toEqual([['error', 'INTERNAL']]);
    expect(titlesOf(lives.connectionId)).toHaveLength(3);
    expect(await subscribedTo(await rig.subscriptionsOf('acme'), 'Note')).toEqual([]);
  });

  it('ends what a connection has that is gone, and the others get every event', async () => {
    const gone = await rig.arm('acme', 'bob', TASK);
    await rig.arm('acme', 'bob', TASK, { connectionId: gone.connectionId, id: 'second' });
    const lives = await rig.arm('acme', 'bob', TASK);
    rig.gateway.onPost = (connectionId) => connectionId !== gone.connectionId;
    await rig.deliver('acme', task('a'), task('b'));
    expect(titlesOf(lives.connectionId)).toHaveLength(2);
    expect(await onTasks()).toBe(1);
    const { log } = rig.api;
    expect(log.findLast(({ message }) => message === 'events')).toMatchObject({
      tenantId: 'acme',
      counted: 'events',
      messages: 2,
      metrics: { FramesPosted: 3, FramesGone: 1 },
    });
    expect(log.findLast(({ message }) => message === 'connection')).toMatchObject({
      tenantId: 'acme',
      counted: 'connection',
    });
  });

  it.each([
    ['ends what a connection that is gone has in its other tenants', 0],
    ['leaves what it cannot end of them to the sweep', 1],
  ])('%s', async (_title, failures) => {
    const protocol = 'graphql-ws';
    const { connectionId } = await rig.arm('acme', 'bob', TASK, { protocol });
    const globex = await rig.subscriptionsOf('globex');
    const openedAt = Date.now();
    await globex.join(connectionId, { at: openedAt, expiresAt: openedAt / 1000 + 7200, most: null });
    const connections = rig.api.parts.connectionsOf('socket');
    await connections.open({ id: connectionId, protocol, openedAt, refused: null });
    for (const tenant of ['acme', 'globex']) await connections.addTenant(connectionId, tenant);
    rig.gateway.onPost = () => false;
    let left = failures;
    rig.hooks.delivery = () => {
      const { name, input } = rig.calls.at(-1)?.command ?? {};
      if (name === 'GetItem' && JSON.stringify(input).includes('T#globex#JOIN') && left-- > 0)
        throw new Error('The table does not answer.');
    };
    const delivered = await rig.deliver('acme', task('a')).then(
      () => true,
      () => false,
    );
    rig.hooks.delivery = () => undefined;
    expect(delivered).toBe(failures === 0);
    expect((await connections.find(connectionId)) !== null).toBe(failures > 0);
    expect((await globex.leave(connectionId)) !== null).toBe(failures > 0);
    await connections.remove(connectionId);
  });

  it('is in the usage of its tenant: a message for each 32 KB of a frame, and the minutes of a connection', async () => {
    kit.ahead += 60_000;
    const today = new Date(Date.now() + kit.ahead).toISOString().slice(0, 10);
    const used = async (tenant: string): Promise<Readonly<Record<string, number>>> => {
      const query = `{ usage(tenantId: "${tenant}", from: "${today}", to: "${today}") { total { messages connectionMinutes } } }`;
      const { data, errors } = await rig.api.askOperator('opal', query);
      expect(errors).toEqual([]);
      return (data?.['usage'] as { total: Readonly<Record<string, number>> }).total;
    };
    const [acme, globex] = [await used('acme'), await used('globex')];
    const query = 'subscription { onCreateTask { id body } }';
    const armed = [await rig.arm('acme', 'bob', query), await rig.arm('acme', 'bob', query)];
    kit.ahead += 90_000;
    await rig.deliver('acme', task('a'), created('Task', { id: '1', body: 'x'.repeat(70_000) }));
    await rig.deliver('acme', task('b'));
    const gone = new Set(armed.map(({ connectionId }) => connectionId));
    rig.gateway.onPost = (connectionId) => !gone.has(connectionId);
    await rig.deliver('acme', task('c'));
    // Two connections got frames of one, of three and of one message, and were open for two minutes each.
    expect(await used('acme')).toEqual({
      messages: (acme['messages'] ?? 0) + 10,
      connectionMinutes: (acme['connectionMinutes'] ?? 0) + 4,
    });
    expect(await used('globex')).toEqual(globex);
  });

  it('comes again if a post fails, and that connection gets nothing before it', async () => {
    const failing = await rig.arm('acme', 'bob', TASK);
    const lives = await rig.arm('acme', 'bob', TASK);
    let failures = 1;
    rig.gateway.onPost = (connectionId, frame) => {
      if (connectionId === failing.connectionId && frame.includes('"b"') && failures-- > 0)
        throw new Error('The gateway does not answer.');
      return true;
    };
    const batch = [task('a'), task('b'), task('c')];
    await expect(rig.deliver('acme', ...batch)).rejects.toThrow('must be delivered again');
    const titles = (connectionId: string) =>
      titlesOf(connectionId).map((row) => (row as { title: string }).title);
    expect([titles(failing.connectionId), titles(lives.connectionId)]).toEqual([['a'], ['a', 'b', 'c']]);
    await rig.deliver('acme', ...batch);
    expect(titles(failing.connectionId)).toEqual(['a', 'b', 'c']);
    expect(titles(lives.connectionId)).toEqual(['a', 'b', 'c']);
  });

  it('closes the connection of an expired caller, and sends it nothing', async () => {
    const caller = await rig.callerOf('bob');
    const expired = await rig.arm('acme', 'bob', TASK, {
      caller: { ...caller, expiresAt: Math.floor(Date.now() / 1000) - 1 },
    });
    await rig.deliver('acme', task('a'), task('b'));
    expect(rig.got(expired.connectionId)).toEqual([]);
    expect(rig.gateway.closed).toEqual([expired.connectionId]);
    expect(await onTasks()).toBe(0);
  });

  it("closes the connection after the events of its other subscriptions, each of AppSync's has its own token", async () => {
    const protocol = 'graphql-ws';
    const caller = await rig.callerOf('bob');
    const expired = { ...caller, expiresAt: Math.floor(Date.now() / 1000) - 1 };
    const { connectionId } = await rig.arm('acme', 'bob', TASK, { id: 'old', protocol, caller: expired });
    await rig.arm('acme', 'bob', TASK, { id: 'new', protocol, connectionId });
    await rig.deliver('acme', task('a'), task('b'));
    expect(rig.got(connectionId).map(({ id }) => id)).toEqual(['new', 'new']);
    expect(rig.gateway.closed.at(-1)).toBe(connectionId);
  });

  it('ends the subscription of a member who was removed by one error', async () => {
    const removed = await rig.arm('acme', 'sam', TASK);
    const lives = await rig.arm('acme', 'bob', TASK);
    await rig.deliver('acme', task('a'));
    const { claims } = (await rig.callerOf('sam')) as { claims: { sub: string } };
    await rig.api.register.removeMembership('acme', claims.sub);
    kit.ahead += 6_000;
    await rig.deliver('acme', task('b'), task('c'));
    expect(titlesOf(removed.connectionId)).toEqual([{ id: '1', title: 'a' }, ['error', 'FORBIDDEN']]);
    expect(titlesOf(lives.connectionId)).toHaveLength(3);
    expect(await onTasks()).toBe(1);
  });

  it('ends the subscriptions of a suspended tenant with an audit event, and sends nothing of one that is being purged or filled', async () => {
    const suspended = await rig.arm('acme', 'bob', TASK);
    const suspension = { mode: 'BLOCKED', reason: 'test', at: '2026-01-01T00:00:00.000Z' } as never;
    await rig.api.register.changeTenant('acme', { status: 'SUSPENDED', suspension });
    kit.ahead += 6_000;
    await rig.deliver('acme', task());
    expect(titlesOf(suspended.connectionId)).toEqual([['error', 'TENANT_SUSPENDED']]);
    expect(rig.audited).toMatchObject([
      { tenantId: 'acme', actor: 'bob', action: 'access.refused', detail: { code: 'TENANT_SUSPENDED' } },
    ]);
    await rig.api.register.changeTenant('acme', { status: 'ACTIVE', suspension: null });
    kit.ahead += 6_000;
    const purged = await rig.arm('acme', 'bob', TASK);
    for (const status of ['PURGING', 'PROVISIONING'] as const) {
      await rig.api.register.setTenantStatus('acme', status);
      kit.ahead += 6_000;
      await rig.deliver('acme', task());
    }
    await rig.api.register.setTenantStatus('acme', 'ACTIVE');
    kit.ahead += 6_000;
    expect(rig.got(purged.connectionId)).toEqual([]);
  });

  it('is paced by the plan: who gets no more learns so, and when to come again', async () => {
    await rig.api.register.changeTenant('acme', { plan: 'slow' });
    kit.ahead += 6_000;
    const armed = [await rig.arm('acme', 'bob', TASK), await rig.arm('acme', 'bob', TASK)];
    await rig.deliver('acme', task('a'), task('b'), task('c'));
    for (const { connectionId } of armed) {
      expect(titlesOf(connectionId)).toEqual([{ id: '1', title: 'a' }, ['error', 'THROTTLED']]);
      const [error] = rig.got(connectionId).at(-1)?.payload as unknown as readonly unknown[];
      expect(error).toMatchObject({ extensions: { retryable: true, retryAfter: 1 } });
    }
    expect(await onTasks()).toBe(0);
    await rig.api.register.changeTenant('acme', { plan: 'enterprise' });
    kit.ahead += 6_000;
  });

  it.each([
    ['selects what the schema no longer has', 'subscription { onCreateTask { gone } }'],
    ['cannot be parsed', 'subscription { onCreateTask { id }'],
    ['selects two fields', 'subscription { onCreateTask { id } onUpdateTask { id } }'],
    ['is a query', '{ listTasks { items { id } } }'],
  ])('ends a subscription by an error that %s, and the others get the event', async (_what, query) => {
    const { connectionId } = await rig.arm('acme', 'bob', query);
    const other = await rig.arm('acme', 'bob', TASK);
    await rig.deliver('acme', task());
    expect(titlesOf(connectionId)).toEqual([['error', 'BAD_REQUEST']]);
    expect(titlesOf(other.connectionId)).toHaveLength(1);
    expect(await onTasks()).toBe(1);
  });
});
