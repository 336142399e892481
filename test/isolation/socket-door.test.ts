import { compile } from '../../src/engine/index.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { dump, putItems, type Dumped } from '../platform/dump.ts';
import { partitionOf } from '../shared/partition-of.ts';
import { openSocketDoor, recordOf, type Frame, type SocketClient } from './socket-client.ts';

let api: TestApi;
let openClient: () => SocketClient;
/** All frames of errors that clients got. */
const refusals: unknown[] = [];

beforeAll(async () => {
  api = await openTestApi();
  // A tenant whose members are none of the users of the seed.
  await api.register.putTenant({ id: 'initech' });
  const open = openSocketDoor(api);
  openClient = () => {
    const client = open();
    const noted = (frame: Frame | null): Frame | null => {
      if (frame?.type.includes('error')) refusals.push(frame);
      return frame;
    };
    return {
      ...client,
      say: async (message) => noted(await client.say(message)),
      begin: async (...of) => noted(await client.begin(...of)),
      subscribe: async (...of) => noted(await client.subscribe(...of)),
    };
  };
});
afterAll(() => api.close());

const ON_LABEL = 'subscription { onCreateLabel { id name } }';
const bearer = async (user: string, tenant?: string) => ({
  authorization: `Bearer ${await api.token(user, tenant)}`,
});
const encoded = (headers: object): string => Buffer.from(JSON.stringify(headers)).toString('base64url');
const isArmed = (frame: Frame | null): boolean =>
  frame?.type === 'start_ack' || (frame?.payload as { armed?: unknown } | undefined)?.armed !== undefined;

/** Returns the keys of the items of all tables that were put since a dump. */
async function keysSince(before: readonly Dumped[]): Promise<readonly string[]> {
  const known = new Set(before.map(({ key }) => key));
  return (await dump(api)).map(({ key }) => key).filter((key) => !known.has(key));
}

/** Returns a frame without the ids of its request and its connection. */
function comparable(frame: Frame | null, tenant: string): string {
  return JSON.stringify(frame)
    .replace(/"requestId":"[^"]*"/g, '')
    .replaceAll(tenant, 'TENANT');
}

describe('a client of globex', () => {
  it.each<[string, object, Readonly<Record<string, string>>, object]>([
    ['the address', {}, { tenant: 'acme', tenantId: 'acme', 'x-tenant': 'acme', authorization: 'acme' }, {}],
    [
      'connectionParams',
      { tenant: 'acme', tenantId: 'acme', headers: { 'x-tenant': 'acme' }, 'custom:tenantId': 'acme' },
      {},
      {},
    ],
    ['the variables', {}, {}, { variables: { tenant: 'acme', tenantId: 'acme' } }],
    ['the extensions of the operation', {}, {}, { extensions: { tenant: 'acme', 'x-tenant': 'acme' } }],
    ['the message', {}, {}, { tenant: 'acme', headers: { 'x-tenant': 'acme' }, authorization: 'acme' }],
  ])('that names acme in %s has items under its own tenant alone', async (_place, params, query, more) => {
    const before = await dump(api);
    const client = openClient();
    expect(await client.begin({ ...(await bearer('carol')), ...params }, query)).toMatchObject({
      type: 'connection_ack',
    });
    expect(isArmed(await client.subscribe('a', ON_LABEL, more))).toBe(true);
    const keys = await keysSince(before);
    expect(keys.filter((key) => key.includes('T#globex#')).length).toBeGreaterThan(2);
    const foreign = keys.filter((key) => key.startsWith('realtime ') && !/ (T#globex#|C#\d+ )/.test(key));
    expect([...foreign, ...keys.filter((key) => key.includes('acme'))]).toEqual([]);
    await client.leave();
  });

  it.each([
    ['an argument', 'onCreateLabel(filter: { id: { eq: "acme" }, tenant: { eq: "acme" } }) { id }'],
    ['another argument', 'onCreateLabel(tenant: "acme") { id }'],
    ['a field', 'onCreateLabel { id tenantId }'],
  ])('cannot name a tenant in %s', async (_what, field) => {
    const client = openClient();
    await client.begin(await bearer('carol'));
    expect(await client.subscribe('a', `subscription { ${field} }`)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    await client.leave();
  });
});

describe('a tenant of which the user is no member', () => {
  /** A user of one tenant, whose token names it, and one of two, whose token names none. */
  const users = [
    ['a user of one tenant', 'carol', undefined],
    ['a user of several', 'sam', undefined],
    ['a user of several with a token for one', 'sam', 'globex'],
  ] as const;
  const ways: readonly (readonly [string, (headers: object, named: object) => Promise<Frame | null>])[] = [
    ['x-tenant of connection_init', (headers, named) => openClient().begin({ ...headers, ...named })],
    [
      'X-Tenant of connection_init, with x-tenant',
      (headers, named) => openClient().begin({ ...headers, 'X-Tenant': 'globex', ...named }),
    ],
    ['the subprotocol of AppSync', (headers, named) => handshake({ ...headers, ...named }, {})],
    ['the address of AppSync', (headers, named) => handshake(headers, { ...named })],
    ['the start of AppSync', (headers, named) => start({ ...headers, ...named })],
  ];
  async function handshake(headers: object, query: object): Promise<Frame | null> {
    const client = openClient();
    await client.connect(
      { 'Sec-WebSocket-Protocol': `graphql-ws, header-${encoded(headers)}` },
      { ...query },
    );
    return client.say({ type: 'connection_init' });
  }
  async function start(authorization: object): Promise<Frame | null> {
    const client = openClient();
    const honest = encoded(await bearer('carol'));
    await client.connect({ 'Sec-WebSocket-Protocol': `graphql-ws, header-${honest}` });
    expect(await client.say({ type: 'connection_init' })).toMatchObject({ type: 'connection_ack' });
    const data = JSON.stringify({ query: ON_LABEL, variables: {} });
    return client.say({ type: 'start', id: 'a', payload: { data, extensions: { authorization } } });
  }

  it.each(users.flatMap(([who, user, own]) => ways.map(([way, ask]) => [who, way, user, own, ask] as const)))(
    'is for %s who names it by %s as one that does not exist',
    async (_who, _way, user, own, ask) => {
      const headers = await bearer(user, own);
      const foreign = user === 'carol' ? 'acme' : 'initech';
      const before = await dump(api);
      const answers = await Promise.all(
        [foreign, 'never-existed'].map(async (tenant) =>
          comparable(await ask(headers, { 'x-tenant': tenant }), tenant),
        ),
      );
      expect(answers[0]).toContain('error');
      expect(answers[0]).toBe(answers[1]);
      expect((await keysSince(before)).filter((key) => key.includes(foreign))).toEqual([]);
    },
  );

  it('is not reached by a token of it after the membership has ended', async () => {
    const sub = api.cognito.user('dave')?.sub ?? '';
    const headers = await bearer('dave');
    await api.register.removeMembership('globex', sub);
    expect(await openClient().begin(headers)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    await api.register.putMembership({
      tenantId: 'globex',
      userId: sub,
      username: 'dave',
      roles: ['MEMBER'],
    });
  });
});

describe('a token of the operators', () => {
  it('opens no socket: it is as a text that is no token', async () => {
    const [operator, nonsense] = await Promise.all(
      [await api.operatorToken('opal'), 'nonsense'].map((token) =>
        openClient().begin({ authorization: `Bearer ${token}`, 'x-tenant': 'acme' }),
      ),
    );
    expect(operator).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const codesOf = (frame: unknown) => JSON.stringify(frame).match(/"code":"[^"]*"/g);
    expect(codesOf(operator)).toEqual(codesOf(nonsense));
  });
});

describe('an item about a subscription that an attacker wrote', () => {
  const label = async (tenant: string) => {
    const found = (await dump(api)).find(
      ({ key }) => key === `data ${partitionOf(tenant, 'Label', api.model)} same#`,
    );
    if (!found) throw new Error(`There is no label of "${tenant}".`);
    return found;
  };
  const deliver = async (tenant: string): Promise<void> => {
    const record = recordOf('INSERT', 'event', await label(tenant), api.tables.data);
    expect(await api.background.changes({ Records: [record] })).toEqual({ batchItemFailures: [] });
  };
  const armed = async (user: string, tenant?: string): Promise<SocketClient> => {
    const client = openClient();
    await client.begin(await bearer(user, tenant));
    expect(isArmed(await client.subscribe('a', ON_LABEL))).toBe(true);
    return client;
  };
  const itemOf = async (tenant: string, { id }: SocketClient): Promise<Dumped> => {
    const items = await dump(api);
    const found = items.find(
      ({ key, item }) => key.startsWith(`realtime T#${tenant}#ON# `) && item['text']?.S?.includes(id),
    );
    if (!found) throw new Error('There is no subscription.');
    return found;
  };
  /** Puts an item into the partition of globex, with another text. */
  const plant = (item: Dumped['item'], change: (text: string) => string = (text) => text): Promise<void> => {
    const planted = { ...item, __pk: { S: 'T#globex#ON#' }, text: { S: change(item['text']?.S ?? '') } };
    return putItems(api.tables, [{ key: 'realtime planted', silo: null, item: planted }]);
  };
  const eventsOf = (client: SocketClient): readonly Frame[] =>
    client.got().filter(({ type }) => type === 'next');

  beforeAll(async () => {
    for (const [user, tenant] of [
      ['alice', 'acme'],
      ['carol', 'globex'],
    ] as const)
      expect(
        (await api.ask(user, `mutation { createLabel(input: { id: "same", name: "of ${tenant}" }) { id } }`))
          .errors,
      ).toEqual([]);
  });

  it.each<[string, string, string | undefined, (saved: object, keyId: string) => object]>([
    ['a copy of a subscription of acme', 'alice', undefined, (saved) => saved],
    ['a copy of one of a user of both, whose token is for acme', 'sam', 'acme', (saved) => saved],
    ['one of a caller without an id', 'alice', undefined, (saved) => ({ ...saved, claims: {} })],
    ['one of a caller of no kind', 'alice', undefined, () => ({ expiresAt: 9_999_999_999 })],
    ['one of a key of acme', 'alice', undefined, (saved, keyId) => ({ ...saved, is: 'key', keyId })],
  ])('sends no event of globex, and stops none: %s', async (_what, user, own, change) => {
    const key = await api.ask(
      'olga',
      'mutation { createApiKey(input: { name: "x", roles: ["MEMBER"] }) { apiKey { id } } }',
    );
    const keyId = (key.data?.['createApiKey'] as { apiKey: { id: string } } | undefined)?.apiKey.id ?? '';
    const victim = await armed(user, own);
    const witness = await armed('carol');
    await plant((await itemOf('acme', victim)).item, (text) => {
      const { caller, ...rest } = JSON.parse(text) as { caller: object };
      return JSON.stringify({ ...rest, caller: change(caller, keyId) });
    });
    await deliver('globex');
    expect(eventsOf(witness)).toHaveLength(1);
    expect(eventsOf(victim)).toEqual([]);
    expect(JSON.stringify(victim.got())).not.toContain('globex');
    refusals.push(...victim.got());
    // Its own subscription lives on.
    await deliver('acme');
    expect(JSON.stringify(eventsOf(victim))).toContain('of acme');
    for (const client of [victim, witness]) await client.leave();
  });
});

describe('the sessions of tenants by which events are delivered and subscriptions armed', () => {
  it.each(['socket', 'changes'] as const)(
    'of the function %s reach no item of another tenant',
    async (role) => {
      const scope = await api.jobParts.scopeOf('acme', 'test');
      const { parts } = api;
      for (const [send, kinds] of [
        [parts.realtimeSendOf(role)(scope), ['ON#', 'OP#', 'JOIN#', 'LOG#', 'COUNT#']],
        [parts.sendOf(role)(scope), ['Label', 'EVENT#']],
      ] as const)
        for (const kind of kinds) {
          const Key = { __pk: `T#globex#${kind}`, __sk: 'same#' };
          for (const command of [
            { name: 'GetItem', input: { Key } },
            { name: 'PutItem', input: { Item: Key } },
            { name: 'DeleteItem', input: { Key } },
            { name: 'TransactWriteItems', input: { TransactItems: [{ Delete: { Key } }] } },
          ] as const)
            await expect(send(command)).rejects.toMatchObject({ name: 'AccessDenied' });
        }
    },
  );
});

test('no refusal of this file names a key, a table or AWS', () => {
  expect(refusals.length).toBeGreaterThan(20);
  const names = [api.tables.data, api.tables.control, api.tables.realtime];
  const text = JSON.stringify(refusals);
  expect(text).not.toMatch(/T#|C#\d|__[ps]k|arn:|not authorized to|Dynamo|sqs|\.ts:/i);
  for (const name of names) expect(text).not.toContain(name);
});

test('the API of operators and its schema have no subscriptions', async () => {
  expect(compile(api.parts.operatorModel).getSubscriptionType() ?? null).toBeNull();
  const { errors, data } = await api.askOperator('opal', ON_LABEL);
  expect([data, errors.length]).toEqual([null, 1]);
});
