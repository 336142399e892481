import { ON_TASK, useSockets } from './socket-kit.ts';

const { kit, event, connect, say, open, shake } = useSockets();

describe('a socket of AppSync', () => {
  const start = (id: string, Authorization: string | undefined, op = 'a', headers: object = {}) =>
    say(id, {
      id: op,
      type: 'start',
      payload: {
        data: JSON.stringify({ query: ON_TASK, variables: {} }),
        extensions: { authorization: { Authorization, ...headers } },
      },
    });
  const begin = async (id: string, user = 'alice') => {
    await shake(id, kit.tokens.get(user));
    return say(id, { type: 'connection_init' });
  };

  it('arms a subscription, acknowledges it, and completes it', async () => {
    expect(await shake('1', kit.tokens.get('alice'))).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'graphql-ws' },
    });
    expect(await say('1', { type: 'connection_init' })).toEqual({
      type: 'connection_ack',
      payload: { connectionTimeoutMs: 300_000 },
    });
    expect(await start('1', kit.tokens.get('alice'))).toEqual({ type: 'start_ack', id: 'a' });
    expect(await say('1', { type: 'stop', id: 'a' })).toBeNull();
    expect(kit.store.frames).toEqual([['1', '{"id":"a","type":"complete"}']]);
    expect(kit.store.subscriptions.get('acme')?.size).toBe(0);
  });

  it('takes the tenant from the token in each "start", never from the connection', async () => {
    await begin('1');
    await start('1', kit.tokens.get('alice'));
    expect(await start('1', kit.tokens.get('carol'), 'b')).toEqual({ type: 'start_ack', id: 'b' });
    expect([...(kit.store.subscriptions.get('acme')?.keys() ?? [])]).toEqual(['1#a']);
    expect([...(kit.store.subscriptions.get('globex')?.keys() ?? [])]).toEqual(['1#b']);
    expect(await start('1', undefined, 'c')).toMatchObject({
      id: 'c',
      type: 'error',
      payload: { errors: [{ errorType: 'UnauthorizedException', extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    await event('1', 'DISCONNECT');
    expect(kit.store.subscriptions.get('acme')?.size).toBe(0);
    expect(kit.store.subscriptions.get('globex')?.size).toBe(0);
  });

  it('is acknowledged for a user of several tenants, who names one in each "start"', async () => {
    expect(await begin('1', 'sam')).toMatchObject({ type: 'connection_ack' });
    const startIn = (op: string, tenant: string): Promise<unknown> =>
      start('1', kit.tokens.get('sam'), op, { 'x-tenant': tenant });
    expect(await startIn('a', 'acme')).toEqual({ type: 'start_ack', id: 'a' });
    expect(await startIn('b', 'globex')).toEqual({ type: 'start_ack', id: 'b' });
    expect([...(kit.store.subscriptions.get('acme')?.keys() ?? [])]).toEqual(['1#a']);
    expect([...(kit.store.subscriptions.get('globex')?.keys() ?? [])]).toEqual(['1#b']);
    expect(await start('1', kit.tokens.get('sam'), 'c')).toMatchObject({
      type: 'error',
      payload: { errors: [{ extensions: { code: 'TENANT_REQUIRED' } }] },
    });
    await event('1', 'DISCONNECT');
    expect([kit.store.subscriptions.get('acme')?.size, kit.store.rows.size]).toEqual([0, 0]);
  });

  it.each([
    ['a bad token', 'eyJ', 'The token is not valid for this API: sign in again.'],
    ['no token', undefined, /^The request carries no token/],
  ])('gets "connection_error" for %s, after a handshake that succeeds', async (_what, token, message) => {
    expect(await shake('1', token)).toMatchObject({ statusCode: 200 });
    expect(await say('1', { type: 'connection_init' })).toMatchObject({
      type: 'connection_error',
      payload: {
        errors: [
          {
            errorType: 'UnauthorizedException',
            errorCode: 401,
            message: expect.stringMatching(message) as unknown,
          },
        ],
      },
    });
    expect(kit.store.closed).toEqual([]);
    expect(await start('1', kit.tokens.get('alice'))).toBeNull();
    expect(kit.store.closed).toEqual(['1']);
  });

  it('gets "connection_error" if the tenant has as many connections as the plan allows', async () => {
    for (const id of ['1', '2', '3']) await begin(id);
    expect(await begin('4')).toMatchObject({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'LimitExceededException', errorCode: 403 }] },
    });
  });

  it('gets QUOTA_EXCEEDED for each "start" of a tenant that has no room for the connection', async () => {
    for (const id of ['1', '2', '3']) await begin(id);
    await begin('4', 'carol');
    for (const id of ['a', 'b'])
      expect(await start('4', kit.tokens.get('alice'), id)).toMatchObject({
        id,
        type: 'error',
        payload: { errors: [{ extensions: { code: 'QUOTA_EXCEEDED' } }] },
      });
    await event('1', 'DISCONNECT');
    expect(await start('4', kit.tokens.get('alice'), 'c')).toEqual({ type: 'start_ack', id: 'c' });
  });
});

describe('the schedule', () => {
  const MINUTE = 60_000;
  const run = () => kit.handler({}, { getRemainingTimeInMillis: () => 29_000 });

  it('keeps the sockets of AppSync alive every four minutes, and no others', async () => {
    await open('1');
    await shake('2', kit.tokens.get('bob'));
    await say('2', { type: 'connection_init' });
    for (let minute = 0; minute < 9; minute += 1) {
      await run();
      kit.now += MINUTE;
    }
    expect(kit.store.frames).toEqual(Array(3).fill(['2', '{"type":"ka"}']));
  });

  it('forgets a socket that is gone, and one that is older than a connection can be', async () => {
    await open('1');
    await run();
    kit.now += 131 * MINUTE;
    await shake('2', kit.tokens.get('bob'));
    kit.store.gone.add('2');
    await run();
    expect([...kit.store.rows.keys()]).toEqual([]);
  });

  it('closes a socket whose token has expired', async () => {
    await open('1');
    kit.now += 61 * MINUTE;
    await run();
    expect(kit.store.closed).toEqual(['1']);
    // The gateway may say nothing of its end.
    expect([kit.store.rows.size, kit.store.frames]).toEqual([0, []]);
  });

  it.each([
    ['graphql-transport-ws', 'graphql-transport-ws'],
    ['AppSync', 'graphql-ws'],
  ])('closes a socket of %s that no caller has begun within a minute', async (_what, protocol) => {
    await connect('1', protocol);
    await run();
    expect(kit.store.closed).toEqual([]);
    kit.now += MINUTE;
    await run();
    expect([kit.store.closed, kit.store.rows.size]).toEqual([['1'], 0]);
  });

  it('continues after connections that do not answer in time', async () => {
    const row = {
      protocol: 'graphql-ws',
      openedAt: kit.now,
      refused: null,
      caller: null,
      tenants: ['acme'],
    } as const;
    kit.store.connections.page = (shard, after) =>
      Promise.resolve({
        connections: shard > 0 ? [] : [{ ...row, id: after === null ? 'stuck' : 'next' }],
        next: shard > 0 || after !== null ? null : 'stuck',
      });
    const posted: string[] = [];
    kit.store.sockets.post = (id) => {
      posted.push(id);
      if (id === 'next') return Promise.resolve('sent');
      kit.now += 2;
      return new Promise(() => undefined);
    };
    // Of these milliseconds one is not reserved.
    await kit.handler({}, { getRemainingTimeInMillis: () => 5_001 });
    expect(posted).toEqual(['stuck']);
    await run();
    expect(posted).toEqual(['stuck', 'next']);
  });
});
