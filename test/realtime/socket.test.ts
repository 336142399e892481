import { deferred } from './listener.ts';
import { ON_TASK, useSockets } from './socket-kit.ts';

const { kit, event, connect, say, init, open } = useSockets();
const subscribe = (id: string, query: string, op = 'a', more: object = {}): Promise<unknown> =>
  say(id, { type: 'subscribe', id: op, payload: { query, ...more } });
const codes = (frame: unknown): unknown =>
  (frame as { payload: { extensions: { code: string } }[] }).payload.map(({ extensions }) => extensions.code);

describe('a socket of graphql-transport-ws', () => {
  it('arms a subscription of the token and says so', async () => {
    const result = await connect('1');
    expect(result).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' },
    });
    expect(await init('1', kit.tokens.get('alice'))).toEqual({
      type: 'connection_ack',
      payload: {
        expiresAt: expect.stringMatching(/^20.*Z$/) as unknown,
        cursor: expect.any(String) as unknown,
      },
    });
    expect(await subscribe('1', ON_TASK)).toEqual({
      type: 'pong',
      payload: { armed: 'a', cursor: expect.any(String) as unknown },
    });
    expect([...(kit.store.subscriptions.get('acme')?.values() ?? [])]).toMatchObject([
      { connectionId: '1', id: 'a', topics: ['Task'], query: ON_TASK, protocol: 'graphql-transport-ws' },
    ]);
    expect(kit.api.log.filter(({ message }) => message === 'request').at(-1)).toMatchObject({
      tenantId: 'acme',
      counted: 'onCreateTask',
      status: 200,
    });
  });

  it('says so only after the subscription is written', async () => {
    await open('1');
    const written = deferred<null>();
    kit.store.beforeArm = (id) => (id === 'a' ? written.promise : Promise.resolve());
    let answered = false;
    const first = subscribe('1', ON_TASK).then((frame) => {
      answered = true;
      return frame;
    });
    expect(await subscribe('1', ON_TASK, 'b')).toMatchObject({ payload: { armed: 'b' } });
    expect(answered).toBe(false);
    written.resolve(null);
    expect(await first).toMatchObject({ payload: { armed: 'a' } });
  });

  it('keeps no token', async () => {
    await open('1');
    await subscribe('1', ON_TASK);
    const kept = [...kit.store.rows.values(), ...(kit.store.subscriptions.get('acme')?.values() ?? [])];
    expect(kept).toHaveLength(2);
    const [, , signature = ''] = kit.tokens.get('alice')?.split('.') ?? [];
    expect(signature).not.toBe('');
    expect(JSON.stringify(kept)).not.toContain(signature);
  });

  it('ends a subscription, and all of them with the connection', async () => {
    await open('1');
    await subscribe('1', ON_TASK);
    await subscribe('1', ON_TASK, 'b');
    expect(await say('1', { type: 'complete', id: 'a' })).toBeNull();
    expect([...(kit.store.subscriptions.get('acme')?.keys() ?? [])]).toEqual(['1#b']);
    await event('1', 'DISCONNECT');
    await event('1', 'DISCONNECT');
    expect(kit.store.subscriptions.get('acme')?.size).toBe(0);
    expect(kit.store.rows.size).toBe(0);
    // It names the connection, because equal lines count once.
    const line = { tenantId: 'acme', connectionId: '1', counted: 'connection', connectionMinutes: 1 };
    expect(kit.api.log.filter(({ message }) => message === 'connection')).toEqual([
      expect.objectContaining({ ...line, time: new Date(kit.now).toISOString() }),
    ]);
  });

  it('has a log line of its own when it ends, so that the usage counts those that end at one moment', async () => {
    const ids = ['1', '2', '3'];
    for (const id of ids) await open(id);
    const before = kit.api.log.length;
    for (const id of ids) await event(id, 'DISCONNECT', {});
    const lines = kit.api.log.slice(before).filter(({ message }) => message === 'connection');
    expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(3);
    expect(new Set(lines.map(({ time }) => time))).toEqual(new Set([new Date(kit.now).toISOString()]));
  });

  it('gets an error as the first frame for a bad token, and is not closed', async () => {
    await connect('1');
    expect(await init('1', 'eyJ')).toMatchObject({
      id: 'connection_init',
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED', closeCode: 4403 } }],
    });
    expect(codes(await init('1', undefined))).toEqual(['UNAUTHENTICATED']);
    expect(kit.store.closed).toEqual([]);
    expect(await init('1', kit.tokens.get('alice'))).toMatchObject({ type: 'connection_ack' });
  });

  it.each([
    ['a subscription before "connection_init"', ['subscribe']],
    ['a second "connection_init"', ['init', 'init']],
    ['an id that is in use', ['init', 'subscribe', 'subscribe']],
    ['a text that is not JSON', ['init', '{']],
    ['a message of the other protocol', ['init', 'start']],
    ['an unknown message', ['init', 'unknown']],
  ])('is closed by %s', async (_what, steps) => {
    await connect('1');
    const says: Record<string, () => Promise<unknown>> = {
      init: () => init('1', kit.tokens.get('alice')),
      subscribe: () => subscribe('1', ON_TASK),
      start: () =>
        say('1', { type: 'start', id: 'b', payload: { data: JSON.stringify({ query: ON_TASK }) } }),
      unknown: () => say('1', { type: 'unknown' }),
      '{': () => say('1', '{'),
    };
    for (const step of steps.slice(0, -1)) await says[step]?.();
    expect(kit.store.closed).toEqual([]);
    expect(await says[steps.at(-1) ?? '']?.()).toBeNull();
    expect(kit.store.closed).toEqual(['1']);
  });

  it('answers a ping, also before it has a caller', async () => {
    expect(await say('1', { type: 'ping', payload: { at: 1 } })).toEqual({
      type: 'pong',
      payload: { at: 1 },
    });
    expect(await say('1', { type: 'pong' })).toBeNull();
  });

  it('gets the end of an operation that it ended before it began', async () => {
    await open('1');
    await say('1', { type: 'complete', id: 'a' });
    expect(await subscribe('1', ON_TASK)).toEqual({ id: 'a', type: 'complete' });
  });

  it('is closed when its token has expired', async () => {
    await open('1');
    kit.now += 2 * 3_600_000;
    expect(await subscribe('1', ON_TASK)).toBeNull();
    expect(kit.store.closed).toEqual(['1']);
  });

  it.each([
    ['a query', '{ listTasks { items { id } } }', 'BAD_REQUEST'],
    ['a mutation', 'mutation { deleteTask(input: { id: "1" }) { id } }', 'BAD_REQUEST'],
    ['an introspection', '{ __schema { types { name } } }', 'BAD_REQUEST'],
    ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { onCreateTask { nothing } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['two fields', 'subscription { onCreateTask { id } onUpdateTask { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['no field at all', 'subscription { onCreateTask @skip(if: true) { id } }', 'BAD_REQUEST'],
    [
      'a missing variable',
      'subscription ($f: ModelSubscriptionTaskFilterInput!) { onCreateTask(filter: $f) { id } }',
      'BAD_USER_INPUT',
    ],
    ['too many tokens', `subscription { onCreateTask { ${'id '.repeat(2001)} } }`, 'GRAPHQL_PARSE_FAILED'],
    [
      'too deep a selection',
      'subscription { onCreateTask { project { tasks { items { project { id } } } } } }',
      'QUOTA_EXCEEDED',
    ],
  ])('lives on after %s, which is an error of its operation', async (_what, query, code) => {
    await open('1');
    const frame = await subscribe('1', query);
    expect(frame).toMatchObject({ id: 'a', type: 'error' });
    expect(codes(frame)).toContain(code);
    expect(kit.store.closed).toEqual([]);
    expect(await subscribe('1', ON_TASK)).toMatchObject({ type: 'pong' });
  });

  it('names the variable that is wrong', async () => {
    await open('1');
    const query = 'subscription ($f: ModelSubscriptionTaskFilterInput) { onCreateTask(filter: $f) { id } }';
    const frame = await subscribe('1', query, 'a', { variables: { f: { title: { eq: 1 } } } });
    expect(JSON.stringify(frame)).toContain('$f');
    expect(codes(frame)).toEqual(['BAD_USER_INPUT']);
  });

  it('is refused a subscription that its roles forbid, and lives on', async () => {
    await open('1', 'bob');
    const query = 'subscription { onCreateProject(filter: { budget: { gt: 1 } }) { id } }';
    expect(codes(await subscribe('1', query))).toEqual(['FORBIDDEN']);
    expect(kit.store.closed).toEqual([]);
    expect(await subscribe('1', ON_TASK)).toMatchObject({ type: 'pong' });
  });

  it('has as many subscriptions as the plan allows', async () => {
    await open('1');
    await subscribe('1', ON_TASK, 'a');
    await subscribe('1', ON_TASK, 'b');
    expect(codes(await subscribe('1', ON_TASK, 'c'))).toEqual(['QUOTA_EXCEEDED']);
    expect(kit.store.closed).toEqual([]);
  });

  it('is refused by a frame if the tenant has as many connections as the plan allows', async () => {
    for (const id of ['1', '2', '3']) await open(id);
    expect(codes(await open('4'))).toEqual(['QUOTA_EXCEEDED']);
    expect(await open('5', 'carol')).toMatchObject({ type: 'connection_ack' });
    await event('1', 'DISCONNECT');
    expect(await init('4', kit.tokens.get('alice'))).toMatchObject({ type: 'connection_ack' });
  });
});

it('a handshake without one of our protocols fails', async () => {
  expect(await connect('1', 'soap')).toEqual({ statusCode: 400 });
  expect(kit.store.rows.size).toBe(0);
});

it('an event that fails is logged and counted as an internal failure, and never thrown', async () => {
  kit.store.connections.find = () => Promise.reject(new Error('no table'));
  expect(await event('1', 'MESSAGE', { body: '{"type":"connection_init"}' })).toEqual({ statusCode: 200 });
  // Its client would wait for an answer without end.
  expect(kit.store.closed).toEqual(['1']);
  kit.store.connections.open = () => Promise.reject(new Error('no table'));
  expect(await connect('1')).toEqual({ statusCode: 500 });
  const failed = kit.api.log.filter(({ message }) => message === 'socket event failed');
  expect(failed.map(({ metrics }) => metrics)).toEqual([{ Failures: 1 }, { Failures: 1 }]);
});
