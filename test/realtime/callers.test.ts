import { ask } from '../e2e/ask.ts';
import { signed } from '../e2e/forge.ts';
import { signIn } from '../e2e/sign-in.ts';
import { openSocketClient, type Listener, type SocketClient } from './listener.ts';
import { CREATE_NOTE, startLiveServer, type LiveServer } from './live-server.ts';
import { openAppSyncSocket, openRawSocket, startMessage } from './raw-socket.ts';

let server: LiveServer;
let operator: string;
const clients: SocketClient[] = [];
beforeAll(async () => {
  server = await startLiveServer();
  const pool = { url: server.url, clientId: server.operatorClientId };
  operator = (await signIn(pool, 'opal', 'Opal-2026!')).AccessToken;
});
afterAll(async () => {
  for (const { client } of clients) void client.dispose();
  await server.stop();
});

const ON_NOTE = 'subscription { onCreateNote { id } }';
let made = 0;
const newId = (): string => `id-${String((made += 1))}`;

function open(credential: string, params: object = {}): SocketClient {
  const opened = openSocketClient(server.socketUrl, () => credential, { params });
  clients.push(opened);
  return opened;
}
async function armed(client: SocketClient, query = ON_NOTE): Promise<Listener> {
  const listener = client.listen(query);
  const end = await Promise.race([listener.armed, listener.ended]);
  expect(end).toBeNull();
  return listener;
}
async function note(username: string): Promise<string> {
  const id = newId();
  await server.as(username, CREATE_NOTE, { input: { id } });
  return id;
}
const ids = ({ events }: Listener): unknown[] =>
  events.map(({ data }) => (data?.['onCreateNote'] as { id?: unknown } | undefined)?.id);

interface Key {
  readonly text: string;
  readonly apiKey: { readonly id: string };
}
async function makeKey(scopes: readonly string[] | null = null): Promise<Key> {
  const query = `mutation ($scopes: [String!]) {
    createApiKey(input: { name: "robot", roles: ["MEMBER"], scopes: $scopes }) { text apiKey { id } }
  }`;
  return (await server.as('ada', query, { scopes }))['createApiKey'] as Key;
}
async function asOperator(query: string): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await ask({ endpoint: server.operatorEndpoint }, operator, query);
  if (errors ?? !data) throw new Error(JSON.stringify(errors));
  return data;
}
/** Writes until a subscription ends, and returns what ended it. */
async function endOf(listener: Listener, writer = 'al'): Promise<unknown> {
  let end: unknown;
  void listener.ended.then((error) => {
    end = error;
  });
  while (end === undefined) await note(writer);
  return end;
}
async function userIdOf(username: string): Promise<string> {
  const { members } = await server.as('ada', '{ members { items { userId username } } }');
  const { items } = members as { items: { userId: string; username: string }[] };
  return items.find((member) => member.username === username)?.userId ?? '';
}
async function audited(action: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const query = `query ($action: String!) {
    auditEvents(filter: { action: $action }) { items { action outcome actor { type name } detail } }
  }`;
  const { auditEvents } = await server.as('ada', query, { action });
  return (auditEvents as { items: Readonly<Record<string, unknown>>[] }).items;
}

describe('an API key', () => {
  it('gets the events of its tenant by either protocol, and one error when it is revoked', async () => {
    const { text, apiKey } = await makeKey();
    const listener = await armed(open(text));
    const socket = await openAppSyncSocket(server.socketUrl, text);
    await socket.next(/"connection_ack"/);
    socket.say(startMessage('a', ON_NOTE, text));
    await socket.next(/"start_ack"/);
    await note('gus');
    const id = await note('al');
    await listener.reaches(1);
    expect(ids(listener)).toEqual([id]);
    expect(await socket.next(/"data"/)).toMatchObject({
      id: 'a',
      payload: { data: { onCreateNote: { id } } },
    });
    await server.as('ada', 'mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: apiKey.id });
    expect(await endOf(listener)).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await socket.next(/"error"/)).toMatchObject({
      id: 'a',
      payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    const [before, frames] = [listener.events.length, socket.frames.length];
    const witness = await armed(open(await server.token('al')));
    await note('al');
    await witness.reaches(1);
    expect([listener.events.length, socket.frames.length]).toEqual([before, frames]);
    const [ours] = refusedBy('UNAUTHENTICATED', 401);
    expect(await greetingAfter(ACK, text, 'graphql-transport-ws')).toMatchObject(ours);
    const late = open(text);
    expect(await late.listen(ON_NOTE).ended).toBeTruthy();
    await armed(open(await server.token('al')));
    expect(late.connects()).toBe(1);
  });

  it('subscribes to what its scopes allow alone, and the socket lives on', async () => {
    const client = open((await makeKey(['Topic:read'])).text);
    const topics = await armed(client, 'subscription { onCreateTopic { id title } }');
    await server.as('al', 'mutation { createTopic(input: { title: "T" }) { id } }');
    await topics.reaches(1);
    expect(client.connects()).toBe(1);
  });

  it('cannot name another tenant', async () => {
    const client = open((await makeKey()).text, { 'x-tenant': 'globex' });
    expect(await client.listen(ON_NOTE).ended).toBeTruthy();
    expect(client.connects()).toBe(1);
  });
});

/** Returns the frame that answers the first message of a client of either protocol. */
async function greeting(
  credential: string,
  protocol: 'graphql-transport-ws' | 'graphql-ws',
): Promise<unknown> {
  const socket =
    protocol === 'graphql-ws'
      ? await openAppSyncSocket(server.socketUrl, credential)
      : await openRawSocket(server.socketUrl, [protocol]);
  if (protocol === 'graphql-transport-ws')
    socket.say({ type: 'connection_init', payload: { authorization: credential } });
  const frame = await socket.next(/./);
  socket.close();
  return frame;
}
const refusedBy = (code: string, errorCode: number): readonly [object, object] => [
  { id: 'connection_init', type: 'error', payload: [{ extensions: { code, closeCode: 4403 } }] },
  { type: 'connection_error', payload: { errors: [{ errorCode, extensions: { code } }] } },
];
const ACK = { type: 'connection_ack' };

/** Repeats a greeting until it is another one than the given one, which holds for five seconds at most. */
async function greetingAfter(
  old: { readonly type?: string },
  credential: string,
  protocol: 'graphql-transport-ws' | 'graphql-ws',
): Promise<unknown> {
  for (;;) {
    const frame = (await greeting(credential, protocol)) as { readonly type: string };
    if (frame.type !== old.type) return frame;
  }
}

describe('a suspended tenant', () => {
  it('lets no client in, and says so once by either protocol', async () => {
    await asOperator('mutation { suspendTenant(id: "globex", mode: BLOCKED, reason: "test") { id } }');
    const [ours, appsync] = refusedBy('TENANT_SUSPENDED', 403);
    expect(await greetingAfter(ACK, await server.token('gus'), 'graphql-transport-ws')).toMatchObject(ours);
    expect(await greetingAfter(ACK, await server.token('gus'), 'graphql-ws')).toMatchObject(appsync);
    const client = open(await server.token('gus'));
    expect(await client.listen(ON_NOTE).ended).toBeTruthy();
    await armed(open(await server.token('al')));
    expect(client.connects()).toBe(1);
  });

  it('lets clients listen if it may be read', async () => {
    await asOperator('mutation { suspendTenant(id: "globex", mode: READ_ONLY, reason: "test") { id } }');
    const token = await server.token('gus');
    expect(await greetingAfter({ type: 'error' }, token, 'graphql-transport-ws')).toMatchObject(ACK);
    const listener = await armed(open(await server.token('gus')));
    await asOperator('mutation { resumeTenant(id: "globex") { id } }');
    const write = async (): Promise<void> => {
      const { errors } = await ask(server, await server.token('gus'), CREATE_NOTE, {
        input: { id: newId() },
      });
      if (errors) await write();
    };
    await write();
    await listener.reaches(1);
  });
});

describe('an impersonating operator', () => {
  it('listens to the tenant, whose audit says so, until the tenant ends it', async () => {
    const allow = (allowed: boolean): Promise<unknown> =>
      server.as('ada', 'mutation ($i: TenantSettingsInput!) { updateTenantSettings(input: $i) { id } }', {
        i: { allowImpersonation: allowed },
      });
    await allow(true);
    const query = 'mutation { impersonate(tenantId: "acme", reason: "A case") { key } }';
    const { key } = (await asOperator(query))['impersonate'] as { key: string };
    const client = open(key);
    const listener = await armed(client, 'subscription Look { onCreateNote { id } }');
    const id = await note('al');
    await listener.reaches(1);
    expect(ids(listener)).toEqual([id]);
    expect((await audited('impersonation.used'))[0]).toMatchObject({
      outcome: 'DONE',
      actor: { type: 'operator', name: 'opal' },
      detail: JSON.stringify({ fields: ['onCreateNote'], operationName: 'Look' }),
    });
    await allow(false);
    expect(await endOf(listener)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const [ours] = refusedBy('FORBIDDEN', 403);
    expect(await greetingAfter(ACK, key, 'graphql-transport-ws')).toMatchObject(ours);
    expect(await audited('access.refused')).toContainEqual(
      expect.objectContaining({ outcome: 'REFUSED', actor: { type: 'operator', name: 'opal' } }),
    );
  });
});

describe('a member', () => {
  it('who loses a role gets no more events of it', async () => {
    const setRoles = async (roles: readonly string[]): Promise<void> => {
      const userId = await userIdOf('ann');
      const query =
        'mutation ($userId: ID!, $roles: [String!]!) { setMemberRoles(userId: $userId, roles: $roles) { userId } }';
      await server.as('ada', query, { userId, roles });
    };
    const query = 'subscription { onCreateVault { id } }';
    await setRoles(['ADMIN']);
    const client = open(await server.token('ann'));
    let listener = client.listen(query);
    while ((await Promise.race([listener.armed, listener.ended])) !== null) listener = client.listen(query);
    const witness = await armed(open(await server.token('ada')), query);
    const write = async (): Promise<boolean> => {
      const [count, got] = [witness.events.length + 1, listener.events.length];
      await server.as('ada', 'mutation { createVault(input: {}) { id } }');
      await witness.reaches(count);
      return listener.events.length > got;
    };
    await setRoles(['MEMBER']);
    let silent = 0;
    while (silent < 3) silent = (await write()) ? 0 : silent + 1;
    expect(listener.events.length).toBeLessThan(witness.events.length);
  });

  it('who is removed gets one error, and is refused from then on, which the audit says', async () => {
    const client = open(await server.token('ann'));
    const listener = await armed(client);
    await server.as('ada', 'mutation ($id: ID!) { removeMember(userId: $id) { userId } }', {
      id: await userIdOf('ann'),
    });
    expect(await endOf(listener)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const [ours, appsync] = refusedBy('FORBIDDEN', 403);
    const token = await server.token('ann');
    expect(await greetingAfter(ACK, token, 'graphql-transport-ws')).toMatchObject(ours);
    expect(await greetingAfter(ACK, token, 'graphql-ws')).toMatchObject(appsync);
    expect(await audited('access.refused')).toContainEqual(
      expect.objectContaining({ outcome: 'REFUSED', actor: { type: 'user', name: 'ann' } }),
    );
  });
});

describe('a token that the API refuses to a client of AppSync', () => {
  const now = Math.floor(Date.now() / 1000);
  const none = { 'custom:tenantId': undefined, 'custom:tenants': undefined };
  it.each([
    ['no token', () => ''],
    ['no JWT', () => 'eyJ'],
    ['an expired token', (token: string) => signed(token, { exp: now - 3_600 }, server.data)],
    ['one of another issuer', (token: string) => signed(token, { iss: 'https://evil.test' }, server.data)],
    ['one without a tenant', (token: string) => signed(token, none, server.data)],
  ])('ends a handshake, or one subscription alone: %s', async (_what, forge) => {
    const token = await server.token('al');
    const bad = forge(token);
    const [, appsync] = refusedBy('UNAUTHENTICATED', 401);
    expect(await greeting(bad, 'graphql-ws')).toMatchObject(appsync);
    const socket = await openAppSyncSocket(server.socketUrl, token);
    await socket.next(/"connection_ack"/);
    socket.say(startMessage('a', ON_NOTE, token));
    await socket.next(/"start_ack"/);
    socket.say(startMessage('b', ON_NOTE, bad));
    expect(await socket.next(/"error"/)).toMatchObject({
      id: 'b',
      payload: { errors: [{ errorType: 'UnauthorizedException', extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    await note('al');
    expect(await socket.next(/"data"/)).toMatchObject({ id: 'a' });
    socket.close();
  });
});
