import { once } from 'node:events';
import { get } from 'node:http';
import type { Socket } from 'node:net';

import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

import { closeOf, closeRigs, idOf, message, openHeldRig, openRig } from './sockets-rig.ts';

/** A frame by which a client closes its connection (RFC 6455, 5.5.1). */
const CLOSE_FRAME = Buffer.of(0x88, 0x80, 0, 0, 0, 0);

afterEach(closeRigs);

describe('@connections', () => {
  test('posts to a connection, describes it and closes it with 1000', async () => {
    const { open, event, managing } = await openRig();
    const client = managing();
    const socket = open();
    await once(socket, 'open');
    const ConnectionId = idOf(await event('$connect'));
    const posted = message(socket);
    await client.send(new PostToConnectionCommand({ ConnectionId, Data: '{"hello":"wörld"}' }));
    expect(await posted).toEqual({ hello: 'wörld' });
    const { Identity, ConnectedAt, LastActiveAt } = await client.send(
      new GetConnectionCommand({ ConnectionId }),
    );
    expect(Identity).toMatchObject({ SourceIp: '127.0.0.1' });
    expect(LastActiveAt?.getTime()).toBeGreaterThanOrEqual(ConnectedAt?.getTime() ?? Infinity);
    const code = closeOf(socket);
    await client.send(new DeleteConnectionCommand({ ConnectionId }));
    expect(await code).toBe(1000);
  });

  test('answers 410 for a connection that has ended, that never was, and whose $connect still runs', async () => {
    const { open, event, hold, heldId, managing } = await openHeldRig('$connect');
    const client = managing();
    const post = (ConnectionId: string) =>
      client.send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }));
    const gone = { name: 'GoneException', $metadata: { httpStatusCode: 410 } };
    const socket = open();
    const release = await hold;
    const id = heldId();
    await expect(post(id)).rejects.toMatchObject(gone);
    release();
    await once(socket, 'open');
    await post(id);
    socket.terminate();
    await event('$disconnect');
    await expect(post(id)).rejects.toMatchObject(gone);
    await expect(client.send(new GetConnectionCommand({ ConnectionId: id }))).rejects.toMatchObject(gone);
    await expect(client.send(new DeleteConnectionCommand({ ConnectionId: id }))).rejects.toMatchObject(gone);
    await expect(post('AAAAAAAAAAAAAAA=')).rejects.toMatchObject(gone);
  });

  test('answers 410 once the client has begun to close the connection, although it stays connected', async () => {
    const { url, event, managing } = await openRig();
    const headers = {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    };
    const [, client] = (await once(get(`${url}/realtime`, { headers }), 'upgrade')) as [unknown, Socket];
    client.write(CLOSE_FRAME);
    await once(client, 'readable');
    const ConnectionId = idOf(await event('$connect'));
    await expect(
      managing().send(new PostToConnectionCommand({ ConnectionId, Data: 'x' })),
    ).rejects.toMatchObject({ name: 'GoneException' });
    client.destroy();
  });

  test('refuses more than 128 KB with 413', async () => {
    const { open, event, managing } = await openRig();
    const socket = open();
    await once(socket, 'open');
    const ConnectionId = idOf(await event('$connect'));
    const post = (bytes: number) =>
      managing().send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(bytes) }));
    const posted = once(socket, 'message');
    await post(128 * 1024);
    expect(String((await posted)[0])).toHaveLength(128 * 1024);
    await expect(post(128 * 1024 + 1)).rejects.toMatchObject({ name: 'PayloadTooLargeException' });
  });

  test('does only what the policies of the signer allow', async () => {
    const { open, event, managing, url } = await openRig();
    const socket = open();
    await once(socket, 'open');
    const ConnectionId = idOf(await event('$connect'));
    const may = (...Resource: readonly string[]) =>
      managing([{ Statement: [{ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource }] }]);
    const arn = 'arn:aws:execute-api:eu-central-1:123456789012:abc123/realtime';
    const post = new PostToConnectionCommand({ ConnectionId, Data: '{}' });
    const denied = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } };
    await may(`${arn}/POST/@connections/*`).send(post);
    await expect(may(`${arn}/GET/@connections/*`).send(post)).rejects.toMatchObject(denied);
    await expect(may(arn.replace('abc123', 'other') + '/*').send(post)).rejects.toMatchObject(denied);
    await expect(managing([]).send(post)).rejects.toMatchObject(denied);
    const unsigned = await fetch(`${url}/realtime/@connections/${ConnectionId}`, {
      method: 'POST',
      body: '{}',
    });
    expect(unsigned.status).toBe(403);
  });
});
