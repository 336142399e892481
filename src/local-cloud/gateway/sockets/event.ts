import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';

import { allValues, commonLogTime, lastValues, openRequestIds, type Api } from '../event.ts';
import { forwardedHeaders, sourceIpOf } from '../forwarded-headers.ts';
import { readQuery } from '../request-target.ts';

type Context = APIGatewayProxyWebsocketEventV2['requestContext'];

/** An event of a WebSocket API. The headers and the query come with `$connect` alone, and the body with a message alone. */
export interface SocketEvent extends Omit<APIGatewayProxyWebsocketEventV2, 'requestContext'> {
  readonly headers?: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly requestContext: Omit<Context, 'messageId'> & {
    /** Only a message has one. */
    readonly messageId?: string;
    readonly identity: Identity;
    /** Only the end of a connection has them. */
    readonly disconnectStatusCode?: number;
    readonly disconnectReason?: string;
  };
}

export interface Identity {
  readonly sourceIp: string;
  readonly userAgent?: string;
}

/** A connection as events describe it. */
export interface Peer {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  /** The request of the handshake. */
  readonly request: IncomingMessage;
}

/** Returns an id as API Gateway makes them: `Sj7YVcvyDoECHzQ=`. */
export function newId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}

export function identityOf(request: IncomingMessage): Identity {
  const userAgent = request.headers['user-agent'];
  return { sourceIp: sourceIpOf(request), ...(userAgent !== undefined && { userAgent }) };
}

/** Returns the event of a handshake. */
export function connectEvent(api: Api, peer: Peer): SocketEvent {
  const { request, connectedAt } = peer;
  const headers = forwardedHeaders(request, openRequestIds(request, connectedAt).traceId);
  const query = readQuery(request.url ?? '') ?? new Map<string, readonly string[]>();
  return {
    headers: lastValues(headers),
    multiValueHeaders: allValues(headers),
    ...(query.size > 0 && {
      queryStringParameters: lastValues(query),
      multiValueQueryStringParameters: allValues(query),
    }),
    requestContext: { ...contextOf(api, peer, connectedAt), routeKey: '$connect', eventType: 'CONNECT' },
    isBase64Encoded: false,
  };
}

/** Returns the event of a message. `at` is in milliseconds since 1970. */
export function messageEvent(
  api: Api,
  peer: Peer,
  message: { readonly routeKey: string; readonly body: string; readonly at: number },
): SocketEvent {
  const { routeKey, body, at } = message;
  const context = contextOf(api, peer, at);
  return {
    requestContext: { ...context, routeKey, messageId: newId(), eventType: 'MESSAGE' },
    body,
    isBase64Encoded: false,
  };
}

/** Returns the event of an end. `at` is in milliseconds since 1970. */
export function disconnectEvent(
  api: Api,
  peer: Peer,
  end: { readonly code: number; readonly reason: string; readonly at: number },
): SocketEvent {
  const host = hostOf(peer);
  const headers = { Host: host, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: {
      ...contextOf(api, peer, end.at),
      routeKey: '$disconnect',
      disconnectStatusCode: end.code,
      eventType: 'DISCONNECT',
      disconnectReason: end.reason,
    },
    isBase64Encoded: false,
  };
}

function contextOf({ stage, apiId }: Api, peer: Peer, at: number) {
  const requestId = newId();
  return {
    extendedRequestId: requestId,
    requestTime: commonLogTime(at),
    messageDirection: 'IN' as const,
    stage,
    connectedAt: peer.connectedAt,
    requestTimeEpoch: at,
    identity: identityOf(peer.request),
    requestId,
    domainName: hostOf(peer).replace(/:\d+$/, ''),
    connectionId: peer.id,
    apiId,
  };
}

function hostOf({ request }: Peer): string {
  return request.headers.host ?? 'localhost';
}
