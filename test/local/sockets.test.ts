import { once } from 'node:events';
import { queryObjects } from 'node:v8';

import { WebSocket } from 'ws';

import type { SocketEvent, SocketResult } from '../../src/local-cloud/gateway/index.ts';
import {
  closeOf,
  closeRigs,
  fine,
  idOf,
  message,
  openHeldRig,
  openRig,
  refusalOf,
  type Answering,
} from './sockets-rig.ts';

afterEach(closeRigs);

describe('a connection', () => {
  test('gives the function of $connect its headers, query and subprotocols', async () => {
    const { open, event } = await openRig();
    const socket = open('/realtime?header=a%2Bb&x=1', [], {
      headers: { 'x-own': 'yes', 'user-agent': 'test' },
    });
    await once(socket, 'open');
    const connect = await event('$connect');
    expect(connect.headers).toMatchObject({ 'x-own': 'yes', 'X-Forwarded-Proto': 'http' });
    expect(connect.multiValueHeaders).toMatchObject({ 'x-own': ['yes'] });
    expect(connect.queryStringParameters).toEqual({ header: 'a+b', x: '1' });
    expect(connect.multiValueQueryStringParameters).toEqual({ header: ['a+b'], x: ['1'] });
    expect(connect.requestContext.identity).toEqual({ sourceIp: '127.0.0.1', userAgent: 'test' });
  });

  test('has in each event the members that API Gateway sends', async () => {
    const { open, event } = await openRig();
    const socket = open();
    await once(socket, 'open');
    socket.send('{"type":"other"}');
    const sent = await event('$default');
    socket.close(4000, 'enough');
    const members = [
      'apiId connectedAt connectionId domainName eventType extendedRequestId identity messageDirection',
      'requestId requestTime requestTimeEpoch routeKey stage',
    ].join(' ');
    const context = (event: SocketEvent): readonly string[] => Object.keys(event.requestContext).sort();
    expect(context(await event('$connect'))).toEqual(members.split(' '));
    expect(Object.keys(await event('$connect')).sort()).toEqual(
      ['headers', 'isBase64Encoded', 'multiValueHeaders', 'requestContext'].sort(),
    );
    expect(context(sent)).toEqual([...members.split(' '), 'messageId'].sort());
    expect(sent).toMatchObject({ body: '{"type":"other"}', isBase64Encoded: false });
    expect(Object.keys(sent).sort()).toEqual(['body', 'isBase64Encoded', 'requestContext']);
    const end = await event('$disconnect');
    expect(context(end)).toEqual([...members.split(' '), 'disconnectReason', 'disconnectStatusCode'].sort());
    expect(end.requestContext).toMatchObject({
      eventType: 'DISCONNECT',
      disconnectStatusCode: 4000,
      disconnectReason: 'enough',
    });
    expect(idOf(end)).toMatch(/^[\w-]{15}=$/);
  });

  test('opens at the stage and at a mapped path, and nowhere else', async () => {
    const { open, event } = await openRig();
    await once(open('/api/graphql/realtime'), 'open');
    expect((await event('$connect')).requestContext.stage).toBe('realtime');
    const elsewhere = open('/realtime/more');
    const [error] = (await once(elsewhere, 'error')) as [Error];
    expect(error.message).toBe('socket hang up');
  });

  test('gets the subprotocol that $connect returns, and none without it', async () => {
    const chosen = await openRig(() =>
      Promise.resolve({ ...fine, headers: { 'Sec-WebSocket-Protocol': 'second' } }),
    );
    const socket = chosen.open('/realtime', ['first', 'second']);
    await once(socket, 'open');
    expect(socket.protocol).toBe('second');
    expect((await chosen.event('$connect')).headers).toMatchObject({
      'Sec-WebSocket-Protocol': 'first,second',
    });

    const silent = (await openRig()).open('/realtime', ['first']);
    const [error] = (await once(silent, 'error')) as [Error];
    expect(error.message).toBe('Server sent no subprotocol');
  });

  test.each([
    [() => Promise.resolve({ statusCode: 401 }), 401],
    [() => Promise.resolve({ statusCode: 403 }), 403],
    [() => Promise.reject(new Error('broken')), 502],
  ])('that $connect refuses gets its status, and no $disconnect', async (answering: Answering, status) => {
    const { open, events, sockets } = await openRig(answering);
    expect(await refusalOf(open())).toBe(status);
    await sockets.stop();
    expect(events.map(({ requestContext }) => requestContext.routeKey)).toEqual(['$connect']);
  });

  test('ends with one $disconnect, also if the client is cut off', async () => {
    const { open, event, events, sockets } = await openRig();
    const [polite, cut] = [open(), open()];
    await Promise.all([once(polite, 'open'), once(cut, 'open')]);
    cut.terminate();
    expect((await event('$disconnect')).requestContext.disconnectStatusCode).toBe(1006);
    polite.close();
    await closeOf(polite);
    await sockets.stop();
    const ended = events.filter(({ requestContext }) => requestContext.eventType === 'DISCONNECT');
    expect(new Set(ended.map(idOf)).size).toBe(2);
    expect(ended).toHaveLength(2);
  });

  test('ends with one $disconnect if the client goes away while $connect runs', async () => {
    const { open, event, events, hold, sockets } = await openHeldRig('$connect');
    const socket = open();
    socket.on('error', () => undefined);
    const release = await hold;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.terminate();
    await closed;
    release();
    expect(idOf(await event('$disconnect'))).toBe(idOf(await event('$connect')));
    await sockets.stop();
    expect(events).toHaveLength(2);
  });

  test.each([
    ['idle', { idleMs: 30 }],
    ['old', { lifeMs: 30 }],
  ])('that is too %s is closed with the code 1000', async (_which, limits) => {
    const { open, event } = await openRig(undefined, { limits });
    const code = await closeOf(open());
    expect(code).toBe(1000);
    expect((await event('$disconnect')).requestContext.disconnectStatusCode).toBe(1000);
  });

  test('is closed with the code 1001 when the API stops', async () => {
    const { open, sockets } = await openRig();
    const socket = open();
    await once(socket, 'open');
    const code = closeOf(socket);
    await sockets.stop();
    expect(await code).toBe(1001);
  });
});

describe('an API that stops', () => {
  const HANGING = { timeoutMs: 3_000 };

  test('ends within a second or so, although functions hang, and calls what has begun in part alone', async () => {
    const ended: string[] = [];
    const { open, sockets } = await openRig((event) => {
      if (event.requestContext.eventType !== 'DISCONNECT') return Promise.resolve(fine);
      ended.push(idOf(event));
      return new Promise(() => undefined);
    }, HANGING);
    const clients = Array.from({ length: 40 }, () => open());
    await Promise.all(clients.map((client) => once(client, 'open')));
    const codes = Promise.all(clients.map(closeOf));
    await sockets.stop();
    expect(new Set(await codes)).toEqual(new Set([1001]));
    expect(ended).toHaveLength(16);
  });

  test('calls the function of each connection once, a few at a time', async () => {
    let inParallel = 0;
    let most = 0;
    const { open, sockets, events } = await openRig(async (event) => {
      if (event.requestContext.eventType !== 'DISCONNECT') return fine;
      most = Math.max(most, (inParallel += 1));
      await new Promise(setImmediate);
      inParallel -= 1;
      return fine;
    });
    const clients = Array.from({ length: 40 }, () => open());
    await Promise.all(clients.map((client) => once(client, 'open')));
    await sockets.stop();
    const ended = events.filter(({ requestContext }) => requestContext.eventType === 'DISCONNECT');
    expect(new Set(ended.map(idOf)).size).toBe(40);
    expect(ended).toHaveLength(40);
    expect(most).toBe(16);
  });

  test('refuses further connections with 503', async () => {
    const { open, sockets } = await openRig();
    await sockets.stop();
    expect(await refusalOf(open())).toBe(503);
  });
});

test('connections that were opened and closed leave nothing in memory', async () => {
  // Other test files of this process may have left some.
  const others = queryObjects(WebSocket, { format: 'count' });
  const { open, sockets, event } = await openRig();
  const round = async (): Promise<void> => {
    const clients = Array.from({ length: 100 }, () => open());
    await Promise.all(clients.map((client) => once(client, 'open')));
    const closed = clients.map(closeOf);
    for (const client of clients) client.close();
    await Promise.all(closed);
  };
  await round();
  await event('$disconnect');
  for (let rounds = 0; rounds < 4; rounds += 1) await round();
  await sockets.stop();
  expect(queryObjects(WebSocket, { format: 'count' })).toBeLessThanOrEqual(others);
});

describe('a message', () => {
  const echo: Answering = ({ body = '' }) =>
    Promise.resolve({ ...fine, body: JSON.stringify({ echo: body }) });

  test('takes the route that its type names, and $default without one', async () => {
    const { open, events, event } = await openRig();
    const socket = open();
    await once(socket, 'open');
    const sent = [
      '{"type":"mute"}',
      '{"type":"$connect"}',
      '{"type":1}',
      '["ping"]',
      'no json',
      '{"type":"ping"}',
    ];
    for (const text of sent) socket.send(text);
    await event('ping');
    expect(events.slice(1).map(({ body, requestContext }) => [body, requestContext.routeKey])).toEqual(
      sent.map((text) => [text, /"(mute|ping)"}/.exec(text)?.[1] ?? '$default']),
    );
  });

  test('is answered by the body of a function only if its route has a response', async () => {
    const { open } = await openRig(echo);
    const socket = open();
    await once(socket, 'open');
    socket.send('{"type":"mute"}');
    socket.send('{"type":"other"}');
    socket.send('{"type":"ping"}');
    expect(await message(socket)).toEqual({ echo: '{"type":"ping"}' });
  });

  test.each([
    ['throws', () => Promise.reject(new Error('broken')), 'threw: Error: broken'],
    ['returns no status', () => Promise.resolve({} as SocketResult), 'returned no valid answer'],
    ['does not end', () => new Promise<SocketResult>(() => undefined), 'did not answer within 20 ms'],
  ])('whose function %s is answered by the error of API Gateway', async (_how, fault: Answering, line) => {
    const { open, event, lines } = await openRig(
      (event) => (event.requestContext.eventType === 'MESSAGE' ? fault(event) : Promise.resolve(fine)),
      { timeoutMs: 20 },
    );
    const socket = open();
    await once(socket, 'open');
    socket.send('{"type":"mute"}');
    const answer = await message(socket);
    const { connectionId, requestId } = (await event('mute')).requestContext;
    expect(answer).toEqual({ message: 'Internal server error', connectionId, requestId });
    expect(lines.join()).toContain(line);
  });

  test('can overtake one that came before it on the same connection', async () => {
    const { open, event, events, hold } = await openHeldRig('mute');
    const socket = open();
    await once(socket, 'open');
    socket.send('{"type":"mute"}');
    socket.send('{"type":"ping"}');
    const release = await hold;
    await event('ping');
    release();
    await event('mute');
    expect(events.map(({ requestContext }) => requestContext.routeKey)).toEqual(['$connect', 'ping', 'mute']);
  });

  test('of 128 KB arrives in frames of 32 KB, and a longer one closes the connection with 1009', async () => {
    const { open, event } = await openRig();
    const [fits, exceeds] = [open(), open()];
    await Promise.all([once(fits, 'open'), once(exceeds, 'open')]);
    const piece = 'x'.repeat(32 * 1024);
    const inFrames = (socket: WebSocket, last: string): void => {
      for (const part of [piece, piece, piece]) socket.send(part, { fin: false });
      socket.send(last);
    };
    inFrames(fits, piece);
    expect((await event('$default')).body).toBe(piece.repeat(4));
    for (const part of [piece, piece, piece, piece]) exceeds.send(part, { fin: false });
    exceeds.send('x');
    expect(await closeOf(exceeds)).toBe(1009);
  });

  test('in a frame of more than 32 KB closes the connection with 1009, and reaches no function', async () => {
    const { open, events, sockets } = await openRig();
    const [fits, exceeds] = [open(), open()];
    await Promise.all([once(fits, 'open'), once(exceeds, 'open')]);
    fits.send('x'.repeat(32 * 1024));
    exceeds.send('x'.repeat(32 * 1024 + 1));
    expect(await closeOf(exceeds)).toBe(1009);
    await sockets.stop();
    const messages = events.filter(({ requestContext }) => requestContext.eventType === 'MESSAGE');
    expect(messages.map(({ body }) => body?.length)).toEqual([32 * 1024]);
  });

  test('that is binary closes the connection with 1003', async () => {
    const { open } = await openRig();
    const socket = open();
    await once(socket, 'open');
    socket.send(Buffer.from('{"type":"ping"}'));
    expect(await closeOf(socket)).toBe(1003);
  });
});
