import { openPlatform } from '../../src/lambda/functions/open-platform.ts';
import { openSocket } from '../../src/lambda/functions/open-socket.ts';
import type { SocketHandler } from '../../src/lambda/socket-events.ts';
import type { TestApi } from '../api.ts';
import type { Dumped } from '../platform/dump.ts';

/** A frame that a client got. */
export interface Frame {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A client of the WebSocket API. Its events are those of API Gateway, and no network is in between. */
export interface SocketClient {
  readonly id: string;
  connect(headers?: Headers, query?: Headers): Promise<number>;
  /** Sends a message. Returns the frame that answers it, or null. */
  say(message: object): Promise<Frame | null>;
  /** Opens a socket of graphql-transport-ws with a payload of `connection_init`. Returns the frame that answers it. */
  begin(payload: object, query?: Headers): Promise<Frame | null>;
  subscribe(id: string, query: string, more?: object): Promise<Frame | null>;
  leave(): Promise<void>;
  /** Returns what was posted to the connection. */
  got(): readonly Frame[];
}

type Headers = Readonly<Record<string, string>>;

let clients = 0;

/** Opens the function behind the WebSocket API, and returns what opens a client of it. */
export function openSocketDoor({ parts, gateway }: Pick<TestApi, 'parts' | 'gateway'>): () => SocketClient {
  const socket = openSocket(parts, openPlatform('socket', parts));
  return () => openClient(socket, gateway);
}

/** API Gateway chooses the id of a connection. */
function openClient(socket: SocketHandler, gateway: TestApi['gateway']): SocketClient {
  const id = `connection-${(clients += 1)}=`;
  let messages = 0;
  const send = (eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT', more: object = {}) =>
    socket({
      requestContext: {
        connectionId: id,
        eventType,
        routeKey: '$default',
        requestId: `${id}-${(messages += 1)}`,
        identity: { sourceIp: '192.0.2.1' },
      },
      ...more,
    });
  const client: SocketClient = {
    id,
    async connect(headers = { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' }, query = {}) {
      return (await send('CONNECT', { headers, queryStringParameters: query })).statusCode;
    },
    async say(message) {
      const { statusCode, body } = await send('MESSAGE', { body: JSON.stringify(message) });
      expect(statusCode).toBe(200);
      return body === undefined ? null : (JSON.parse(body) as Frame);
    },
    async begin(payload, query) {
      await client.connect(undefined, query);
      return client.say({ type: 'connection_init', payload });
    },
    subscribe: (op, query, more = {}) =>
      client.say({ type: 'subscribe', id: op, payload: { query, ...more } }),
    async leave() {
      await send('DISCONNECT');
    },
    got: () => (gateway.frames.get(id) ?? []).map((frame) => JSON.parse(frame) as Frame),
  };
  return client;
}

/** A change of a stored item, as the stream of its table reports it. */
export interface ItemRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventSourceARN: string;
  readonly dynamodb: object;
}

let sequence = 0;

/** Returns the record of a change that a stored item could have had. An update changes a field that no schema has. */
export function recordOf(
  eventName: ItemRecord['eventName'],
  eventID: string,
  { item }: Pick<Dumped, 'item'>,
  table: string,
): ItemRecord {
  const { __pk, __sk } = item;
  const before = { ...item, before: { S: 'x' } };
  return {
    eventID,
    eventName,
    eventSourceARN: `arn:aws:dynamodb:us-east-1:111122223333:table/${table}/stream/2026-11-30T00:00:00.000`,
    dynamodb: {
      Keys: { __pk, __sk },
      ...(eventName !== 'REMOVE' && { NewImage: item }),
      ...(eventName !== 'INSERT' && { OldImage: before }),
      SequenceNumber: String((sequence += 1)),
      ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
    },
  };
}
