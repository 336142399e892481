import { cognitoVerifier, isRefusal, openGate, type Refusal, type Scope } from '../../src/tenant/index.ts';
import { openLimiter, planOf, type Plans } from '../../src/platform/index.ts';
import { createSocketHandler } from '../../src/lambda/socket-handler.ts';
import type { SocketHandler } from '../../src/lambda/socket-events.ts';
import { openTestApi, POOL, type TestApi } from '../api.ts';
import { deferred } from './listener.ts';
import { memoryStore } from './memory-store.ts';

let api: TestApi;
let store: ReturnType<typeof memoryStore>;
let handler: SocketHandler;
let now = Date.now();
const plans: Plans = {
  enterprise: {
    ...planOf({}, { plan: 'none', overrides: { limits: {}, features: {} } }),
    limits: {
      ...planOf({}, { plan: 'none', overrides: { limits: {}, features: {} } }).limits,
      maxDepth: 3,
      connections: 3,
      subscriptionsPerConnection: 2,
    },
  },
};
const tokens = new Map<string, string>();

beforeAll(async () => {
  api = await openTestApi({ plans });
  for (const user of ['alice', 'bob', 'carol']) tokens.set(user, await api.token(user));
});
afterAll(() => api.close());
beforeEach(() => {
  now = Date.now();
  store = memoryStore();
  const gate = openGate(cognitoVerifier({ ...POOL, jwks: api.cognito.jwks() }), api.directory, {
    featuresOf: null,
    now: () => now,
  });
  handler = createSocketHandler({
    ...store,
    platform: { ...api.platform, now: () => now },
    resolvers: {},
    compat: false,
    gate: {
      ...gate,
      readmit: (_tenant: string, callers: readonly { readonly claims?: { username: string } }[]) =>
        Promise.all(
          callers.map(({ claims }): Promise<Scope | Refusal> =>
            gate.admit(tokens.get(claims?.username ?? '')).catch((error: unknown) => {
              if (isRefusal(error)) return error;
              throw error;
            }),
          ),
        ),
    },
    sendOf: api.jobParts.sendOf,
    limiter: openLimiter({ ...api.platform, onTrouble: () => undefined }),
    scopeOf: (tenantId: string) => api.jobParts.scopeOf(tenantId, 'test'),
    log: (entry: object) => (api.log as unknown[]).push(entry),
  } as unknown as Parameters<typeof createSocketHandler>[0]);
});

let events = 0;
const event = (connectionId: string, eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT', more: object) =>
  handler({
    requestContext: {
      connectionId,
      eventType,
      routeKey: '$default',
      requestId: `r-${(events += 1)}`,
      identity: { sourceIp: '192.0.2.1' },
    },
    ...more,
  });
const connect = (id: string, protocol = 'graphql-transport-ws') =>
  event(id, 'CONNECT', { headers: { 'Sec-WebSocket-Protocol': protocol } });
const say = async (id: string, message: object | string): Promise<unknown> => {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const result = await event(id, 'MESSAGE', { body });
  expect(result.statusCode).toBe(200);
  return result.body === undefined ? null : JSON.parse(result.body);
};
const init = (id: string, authorization: string | undefined) =>
  say(id, { type: 'connection_init', payload: { authorization } });
const subscribe = (id: string, query: string, op = 'a', more: object = {}) =>
  say(id, { type: 'subscribe', id: op, payload: { query, ...more } });
const ON_TASK = 'subscription { onCreateTask { id title } }';
const open = async (id: string, user = 'alice') => {
  await connect(id);
  return init(id, tokens.get(user));
};
const codes = (frame: unknown) =>
  (frame as { payload: { extensions: { code: string } }[] }).payload.map(({ extensions }) => extensions.code);

describe('a socket of graphql-transport-ws', () => {
  it('arms a subscription of the token and says so', async () => {
    const result = await connect('1');
    expect(result).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' },
    });
    expect(await init('1', tokens.get('alice'))).toEqual({
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
    expect([...(store.subscriptions.get('acme')?.values() ?? [])]).toMatchObject([
      { connectionId: '1', id: 'a', topics: ['Task'], query: ON_TASK, protocol: 'graphql-transport-ws' },
    ]);
    expect(api.log.filter(({ message }) => message === 'request').at(-1)).toMatchObject({
      tenantId: 'acme',
      counted: 'onCreateTask',
      status: 200,
    });
  });

  it('says so only after the subscription is written', async () => {
    await open('1');
    const written = deferred<null>();
    store.beforeArm = (id) => (id === 'a' ? written.promise : Promise.resolve());
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
    const kept = [...store.rows.values(), ...(store.subscriptions.get('acme')?.values() ?? [])];
    expect(kept).toHaveLength(2);
    const [, , signature = ''] = tokens.get('alice')?.split('.') ?? [];
    expect(signature).not.toBe('');
    expect(JSON.stringify(kept)).not.toContain(signature);
  });

  it('ends a subscription, and all of them with the connection', async () => {
    await open('1');
    await subscribe('1', ON_TASK);
    await subscribe('1', ON_TASK, 'b');
    expect(await say('1', { type: 'complete', id: 'a' })).toBeNull();
    expect([...(store.subscriptions.get('acme')?.keys() ?? [])]).toEqual(['1#b']);
    await event('1', 'DISCONNECT', {});
    await event('1', 'DISCONNECT', {});
    expect(store.subscriptions.get('acme')?.size).toBe(0);
    expect(store.rows.size).toBe(0);
    // It names the connection, because equal lines count once.
    const line = { tenantId: 'acme', connectionId: '1', counted: 'connection', connectionMinutes: 1 };
    expect(api.log.filter(({ message }) => message === 'connection')).toEqual([
      expect.objectContaining({ ...line, time: new Date(now).toISOString() }),
    ]);
  });

  it('has a log line of its own when it ends, so that the usage counts those that end at one moment', async () => {
    const ids = ['1', '2', '3'];
    for (const id of ids) await open(id);
    const before = api.log.length;
    for (const id of ids) await event(id, 'DISCONNECT', {});
    const lines = api.log.slice(before).filter(({ message }) => message === 'connection');
    expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(3);
    expect(new Set(lines.map(({ time }) => time))).toEqual(new Set([new Date(now).toISOString()]));
  });

  it('gets an error as the first frame for a bad token, and is not closed', async () => {
    await connect('1');
    expect(await init('1', 'eyJ')).toMatchObject({
      id: 'connection_init',
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED', closeCode: 4403 } }],
    });
    expect(codes(await init('1', undefined))).toEqual(['UNAUTHENTICATED']);
    expect(store.closed).toEqual([]);
    expect(await init('1', tokens.get('alice'))).toMatchObject({ type: 'connection_ack' });
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
      init: () => init('1', tokens.get('alice')),
      subscribe: () => subscribe('1', ON_TASK),
      start: () =>
        say('1', { type: 'start', id: 'b', payload: { data: JSON.stringify({ query: ON_TASK }) } }),
      unknown: () => say('1', { type: 'unknown' }),
      '{': () => say('1', '{'),
    };
    for (const step of steps.slice(0, -1)) await says[step]?.();
    expect(store.closed).toEqual([]);
    expect(await says[steps.at(-1) ?? '']?.()).toBeNull();
    expect(store.closed).toEqual(['1']);
  });

  it('answers a ping, also before it has a caller', async () => {
    expect(await say('1', { type: 'ping', payload: { at: 1 } })).toEqual({
      type: 'pong',
      payload: { at: 1 },
    });
    expect(await say('1', { type: 'pong' })).toBeNull();
  });

  it('is closed when its token has expired', async () => {
    await open('1');
    now += 2 * 3_600_000;
    expect(await subscribe('1', ON_TASK)).toBeNull();
    expect(store.closed).toEqual(['1']);
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
    expect(codes(frame)[0]).toBe(code);
    expect(store.closed).toEqual([]);
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
    expect(store.closed).toEqual([]);
    expect(await subscribe('1', ON_TASK)).toMatchObject({ type: 'pong' });
  });

  it('has as many subscriptions as the plan allows', async () => {
    await open('1');
    await subscribe('1', ON_TASK, 'a');
    await subscribe('1', ON_TASK, 'b');
    expect(codes(await subscribe('1', ON_TASK, 'c'))).toEqual(['QUOTA_EXCEEDED']);
    expect(store.closed).toEqual([]);
  });

  it('is refused by a frame if the tenant has as many connections as the plan allows', async () => {
    for (const id of ['1', '2', '3']) await open(id);
    expect(codes(await open('4'))).toEqual(['QUOTA_EXCEEDED']);
    expect(await open('5', 'carol')).toMatchObject({ type: 'connection_ack' });
    await event('1', 'DISCONNECT', {});
    expect(await init('4', tokens.get('alice'))).toMatchObject({ type: 'connection_ack' });
  });
});

describe('a socket of AppSync', () => {
  const encoded = (headers: object): string => Buffer.from(JSON.stringify(headers)).toString('base64url');
  const shake = (id: string, Authorization: string | undefined) =>
    connect(id, `graphql-ws, header-${encoded({ Authorization, host: 'localhost' })}`);
  const start = (id: string, Authorization: string | undefined, op = 'a', query = ON_TASK) =>
    say(id, {
      id: op,
      type: 'start',
      payload: {
        data: JSON.stringify({ query, variables: {} }),
        extensions: { authorization: { Authorization } },
      },
    });
  const begin = async (id: string, user = 'alice') => {
    await shake(id, tokens.get(user));
    return say(id, { type: 'connection_init' });
  };

  it('arms a subscription, acknowledges it, and completes it', async () => {
    expect(await shake('1', tokens.get('alice'))).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'graphql-ws' },
    });
    expect(await say('1', { type: 'connection_init' })).toEqual({
      type: 'connection_ack',
      payload: { connectionTimeoutMs: 300_000 },
    });
    expect(await start('1', tokens.get('alice'))).toEqual({ type: 'start_ack', id: 'a' });
    expect(await say('1', { type: 'stop', id: 'a' })).toBeNull();
    expect(store.frames).toEqual([['1', '{"id":"a","type":"complete"}']]);
    expect(store.subscriptions.get('acme')?.size).toBe(0);
  });

  it('takes the tenant from the token in each "start", never from the connection', async () => {
    await begin('1');
    await start('1', tokens.get('alice'));
    expect(await start('1', tokens.get('carol'), 'b')).toEqual({ type: 'start_ack', id: 'b' });
    expect([...(store.subscriptions.get('acme')?.keys() ?? [])]).toEqual(['1#a']);
    expect([...(store.subscriptions.get('globex')?.keys() ?? [])]).toEqual(['1#b']);
    expect(await start('1', undefined, 'c')).toMatchObject({
      id: 'c',
      type: 'error',
      payload: { errors: [{ errorType: 'UnauthorizedException', extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    await event('1', 'DISCONNECT', {});
    expect(store.subscriptions.get('acme')?.size).toBe(0);
    expect(store.subscriptions.get('globex')?.size).toBe(0);
  });

  it.each([
    ['a bad token', 'eyJ'],
    ['no token', undefined],
  ])('gets "connection_error" for %s, after a handshake that succeeds', async (_what, token) => {
    expect(await shake('1', token)).toMatchObject({ statusCode: 200 });
    expect(await say('1', { type: 'connection_init' })).toMatchObject({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'UnauthorizedException', errorCode: 401 }] },
    });
    expect(store.closed).toEqual([]);
    expect(await start('1', tokens.get('alice'))).toBeNull();
    expect(store.closed).toEqual(['1']);
  });

  it('gets "connection_error" if the tenant has as many connections as the plan allows', async () => {
    for (const id of ['1', '2', '3']) await begin(id);
    expect(await begin('4')).toMatchObject({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'LimitExceededException', errorCode: 403 }] },
    });
  });
});

describe('the schedule', () => {
  const MINUTE = 60_000;
  const run = () => handler({}, { getRemainingTimeInMillis: () => 29_000 });

  it('keeps the sockets of AppSync alive every four minutes, and no others', async () => {
    await open('1');
    const authorization = Buffer.from(JSON.stringify({ Authorization: tokens.get('bob') })).toString(
      'base64url',
    );
    await connect('2', `graphql-ws, header-${authorization}`);
    for (let minute = 0; minute < 9; minute += 1) {
      await run();
      now += MINUTE;
    }
    expect(store.frames).toEqual(Array(3).fill(['2', '{"type":"ka"}']));
  });

  it('forgets a socket that is gone, and one that is older than a connection can be', async () => {
    await open('1');
    await run();
    now += 131 * MINUTE;
    const authorization = Buffer.from(JSON.stringify({ Authorization: tokens.get('bob') })).toString(
      'base64url',
    );
    await connect('2', `graphql-ws, header-${authorization}`);
    store.gone.add('2');
    await run();
    expect([...store.rows.keys()]).toEqual([]);
  });

  it('closes a socket whose token has expired', async () => {
    await open('1');
    now += 61 * MINUTE;
    await run();
    expect(store.closed).toEqual(['1']);
  });
});

it('a handshake without one of our protocols fails', async () => {
  expect(await connect('1', 'soap')).toEqual({ statusCode: 400 });
  expect(store.rows.size).toBe(0);
});

it('an event that fails is logged, and never thrown', async () => {
  store.connections.find = () => Promise.reject(new Error('no table'));
  expect(await event('1', 'MESSAGE', { body: '{"type":"connection_init"}' })).toEqual({ statusCode: 200 });
  store.connections.open = () => Promise.reject(new Error('no table'));
  expect(await connect('1')).toEqual({ statusCode: 500 });
  expect(api.log.filter(({ message }) => message === 'socket event failed')).toHaveLength(2);
});
