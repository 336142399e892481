import { cognitoVerifier, openGate } from '../../src/tenant/index.ts';
import { openLimiter, planOf, type Plans } from '../../src/platform/index.ts';
import { createSocketHandler } from '../../src/lambda/socket-handler.ts';
import type { SocketHandler, SocketResult } from '../../src/lambda/socket-events.ts';
import { openTestApi, POOL, type TestApi } from '../api.ts';
import { memoryStore } from './memory-store.ts';

const NO_PLAN = planOf({}, { plan: 'none', overrides: { limits: {}, features: {} } });
const PLANS: Plans = {
  enterprise: {
    ...NO_PLAN,
    limits: { ...NO_PLAN.limits, maxDepth: 3, connections: 3, subscriptionsPerConnection: 2 },
  },
};

/** The function `socket` with its gate and server, over connections in memory. */
export interface SocketKit {
  api: TestApi;
  store: ReturnType<typeof memoryStore>;
  handler: SocketHandler;
  readonly tokens: ReadonlyMap<string, string>;
  /** Milliseconds since 1970, as the function sees it. */
  now: number;
}

export const ON_TASK = 'subscription { onCreateTask { id title } }';

/** Opens the function for the tests of a file, and empties its connections before each. */
export function useSockets() {
  const tokens = new Map<string, string>();
  const kit = { tokens } as Pick<SocketKit, 'tokens'> as SocketKit;
  beforeAll(async () => {
    kit.api = await openTestApi({ plans: PLANS });
    for (const user of ['alice', 'bob', 'carol', 'sam']) tokens.set(user, await kit.api.token(user));
  });
  afterAll(() => kit.api.close());
  beforeEach(() => {
    const { api } = kit;
    const now = (): number => kit.now;
    kit.now = Date.now();
    kit.store = memoryStore();
    const platform = { ...api.platform, now };
    kit.handler = createSocketHandler({
      ...kit.store,
      platform,
      resolvers: {},
      compat: false,
      gate: openGate(cognitoVerifier({ ...POOL, jwks: api.cognito.jwks() }), api.directory, {
        featuresOf: null,
        now,
      }),
      sendOf: api.jobParts.sendOf,
      limiter: openLimiter({ ...api.platform, onTrouble: () => undefined }),
      scopeOf: (tenantId: string) => api.jobParts.scopeOf(tenantId, 'test'),
      log: (entry: object) => (api.log as unknown[]).push(entry),
    } as unknown as Parameters<typeof createSocketHandler>[0]);
  });

  let events = 0;
  const event = (
    connectionId: string,
    eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT',
    more: object = {},
  ): Promise<SocketResult> =>
    kit.handler({
      requestContext: {
        connectionId,
        eventType,
        routeKey: '$default',
        requestId: `r-${String((events += 1))}`,
        identity: { sourceIp: '192.0.2.1' },
      },
      ...more,
    });
  const connect = (id: string, protocol = 'graphql-transport-ws'): Promise<SocketResult> =>
    event(id, 'CONNECT', { headers: { 'Sec-WebSocket-Protocol': protocol } });
  const say = async (id: string, message: object | string): Promise<unknown> => {
    const body = typeof message === 'string' ? message : JSON.stringify(message);
    const result = await event(id, 'MESSAGE', { body });
    expect(result.statusCode).toBe(200);
    return result.body === undefined ? null : JSON.parse(result.body);
  };
  const init = (id: string, authorization: string | undefined): Promise<unknown> =>
    say(id, { type: 'connection_init', payload: { authorization } });
  const open = async (id: string, user = 'alice'): Promise<unknown> => {
    await connect(id);
    return init(id, tokens.get(user));
  };
  /** Opens a connection as AppSync's clients do. */
  const shake = (id: string, Authorization: string | undefined): Promise<SocketResult> => {
    const headers = Buffer.from(JSON.stringify({ Authorization, host: 'localhost' })).toString('base64url');
    return connect(id, `graphql-ws, header-${headers}`);
  };
  return { kit, event, connect, say, init, open, shake };
}
