import { WebSocket } from 'ws';

import { signed } from '../e2e/forge.ts';
import { roundsOf } from '../sweeps/rounds.ts';
import { armOften } from './arm-often.ts';
import { openSocketClient, type Event, type Listener, type SocketClient } from './listener.ts';
import { CREATE_NOTE, startLiveServer, type LiveServer } from './live-server.ts';

let server: LiveServer;
const clients: SocketClient[] = [];
beforeAll(async () => {
  server = await startLiveServer();
});
afterAll(async () => {
  for (const { client } of clients) void client.dispose();
  await server.stop();
});

const ON_NOTE = 'subscription { onCreateNote { id } }';
let made = 0;
const newId = (): string => `id-${String((made += 1))}`;
function open(
  token: string | (() => string | Promise<string>),
  options: Parameters<typeof openSocketClient>[2] = {},
): SocketClient {
  const opened = openSocketClient(
    server.socketUrl,
    typeof token === 'string' ? () => server.token(token) : token,
    options,
  );
  clients.push(opened);
  return opened;
}
async function armed(client: SocketClient, more: object = {}): Promise<Listener> {
  const listener = client.listen(ON_NOTE, more);
  await listener.armed;
  return listener;
}
async function note(username: string): Promise<string> {
  const id = newId();
  await server.as(username, CREATE_NOTE, { input: { id } });
  return id;
}
const idOf = ({ data }: Event): unknown => (data?.['onCreateNote'] as { id: unknown } | undefined)?.id;

describe('a token that the API refuses', () => {
  const hour = 3_600;
  const now = Math.floor(Date.now() / 1000);
  it.each([
    ['no token', () => ''],
    ['no JWT', () => 'eyJ'],
    ['an expired token', (token: string) => signed(token, { exp: now - hour }, server.data)],
    [
      'a token of another issuer',
      (token: string) => signed(token, { iss: 'https://evil.test' }, server.data),
    ],
    [
      'a token without a tenant',
      (token: string) =>
        signed(token, { 'custom:tenantId': undefined, 'custom:tenants': undefined }, server.data),
    ],
  ])('leads to one connection and one error: %s', async (_what, forge) => {
    const client = open(async () => forge(await server.token('ann')));
    const listener = client.listen(ON_NOTE);
    expect(await listener.ended).toBeTruthy();
    // The client would connect again before a second one that begins now.
    await armed(open('ann'));
    expect([client.connects(), listener.events]).toEqual([1, []]);
  });
});

it('sends nothing after a token has expired, and a client with a fresh token goes on by itself', async () => {
  const aMoment = Math.floor(Date.now() / 1000) + 3;
  const tokens = [
    async () => signed(await server.token('ann'), { exp: aMoment }, server.data),
    () => server.token('ann'),
  ];
  const client = open(() => (tokens.shift() ?? (() => server.token('ann')))());
  const listener = await armed(client);
  const witness = await armed(open('al'));
  // Events go on until the client has connected again: the first event after the end of the token closes its socket.
  let written = 0;
  while (client.connects() < 2) {
    await note('gus');
    await note('al');
    written += 1;
    await witness.reaches(written);
  }
  const lastId = await new Promise<string>((resolve) => {
    const write = async (): Promise<void> => {
      const id = await note('al');
      written += 1;
      await witness.reaches(written);
      if (listener.events.some((event) => idOf(event) === id)) resolve(id);
      else await write();
    };
    void write();
  });
  expect(listener.events.map(idOf)).toContain(lastId);
  expect(client.connects()).toBe(2);
});

it('ends what it had armed when its socket is gone without a word, and no other client waits for it', async () => {
  const dying = open('ann', { retryAttempts: 0 });
  await armed(dying);
  const living = await armed(open('al'));
  dying.socket().terminate();
  const [first, second] = [await note('al'), await note('al')];
  expect((await living.reaches(2)).map(idOf)).toEqual([first, second]);
});

describe('a client that loses its socket', () => {
  it('misses no event, and gets none of another tenant, if it resumes from its last cursor', async () => {
    const rounds = roundsOf(60);
    let last: unknown;
    const client = open('ann', {
      on: {
        connected: (_socket, payload) => {
          last ??= (payload as { cursor?: unknown } | undefined)?.cursor;
        },
      },
    });
    const [seen, foreign]: [string[], string[]] = [[], []];
    const listener = client.listen(ON_NOTE, {
      extensions: {
        get resumeFrom() {
          const { length } = listener.events;
          return listener.events[length - 1]?.extensions?.cursor ?? last;
        },
      },
    });
    await listener.armed;
    for (let round = 0; round < rounds; round += 1) {
      if (round % 3 === 0) client.socket().terminate();
      foreign.push(await note('gus'));
      seen.push(await note('al'));
    }
    const got = (): unknown[] => [...new Set(listener.events.map(idOf))];
    for (let count = 1; !seen.every((id) => got().includes(id)); count += 1) await listener.reaches(count);
    // The first cursor is a moment before the connection, so events of that moment come too.
    expect(got().slice(got().indexOf(seen[0]))).toEqual(seen);
    expect(got().filter((id) => foreign.includes(id as string))).toEqual([]);
  });

  it('gets INVALID_CURSOR for a cursor of another tenant', async () => {
    const other = await armed(open('gus'));
    await note('gus');
    const [event] = await other.reaches(1);
    const listener = open('ann').listen(ON_NOTE, {
      extensions: { resumeFrom: event?.extensions?.cursor },
    });
    expect(await listener.ended).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
  });
});

it('gets every event that begins after it was armed, in each of 100 tries', async () => {
  expect(await armOften(server, 100)).toEqual([]);
});

describe('a message that breaks the protocol', () => {
  it.each([
    ['a text that is not JSON', ['{']],
    [
      'a subscription before "connection_init"',
      [{ type: 'subscribe', id: 'a', payload: { query: ON_NOTE } }],
    ],
    ['an unknown type', [{ type: 'hello' }]],
  ])('closes the socket with 1000: %s', async (_what, messages) => {
    const socket = new WebSocket(server.socketUrl, 'graphql-transport-ws');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.on('open', resolve));
    for (const message of messages)
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    expect(await closed).toBe(1000);
  });

  it('opens no socket of another subprotocol', async () => {
    const socket = new WebSocket(server.socketUrl, 'mqtt');
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(error.message).toContain('400');
  });
});
