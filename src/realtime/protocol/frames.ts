import type { GraphQLFormattedError } from 'graphql';

import { refusals, type RefusalCode } from '../../tenant/index.ts';
import { asAppSync, type AppSyncError } from '../../server/index.ts';
import type { Protocol } from './protocol.ts';

/** The milliseconds after which AppSync's clients give a silent connection up. A keep-alive must come earlier. */
const CONNECTION_TIMEOUT = 300_000;

/** The id in the error of a connection that was not opened. No operation has it. */
const CONNECTION = 'connection_init';

/** What a client learns of its connection. */
export interface Acknowledged {
  /** The end of the token or key, as ISO 8601. */
  readonly expiresAt: string;
  /** The place in the log of events from which a replay may begin. */
  readonly cursor: string;
}

/** Returns the frame that ends a handshake. */
export function ackFrame(acknowledged: Acknowledged): string {
  return JSON.stringify({ type: 'connection_ack', payload: acknowledged });
}

/** Returns the frame that ends AppSync's handshake. */
export function appsyncAckFrame(): string {
  return JSON.stringify({
    type: 'connection_ack',
    payload: { connectionTimeoutMs: CONNECTION_TIMEOUT },
  });
}

/**
 * Returns the frame that refuses a connection. Clients of graphql-ws end with it and do not connect again, which the
 * closing of the socket would make them do: API Gateway closes with 1000 alone.
 */
export function connectionErrorFrame(protocol: Protocol, error: GraphQLFormattedError): string {
  if (protocol === 'graphql-transport-ws')
    return JSON.stringify({
      id: CONNECTION,
      type: 'error',
      payload: [{ ...error, extensions: { ...error.extensions, closeCode: 4403 } }],
    });
  const { message, extensions } = error;
  const { errorType } = asAppSync(error);
  const { status: errorCode } = refusals[extensions?.['code'] as RefusalCode];
  return JSON.stringify({
    type: 'connection_error',
    payload: { errors: [{ errorType, errorCode, message, extensions }] },
  });
}

/** Returns the frame that says that a subscription is armed: what happens from now on is delivered. */
export function armedFrame(protocol: Protocol, id: string, cursor: string | null): string {
  return protocol === 'graphql-transport-ws'
    ? JSON.stringify({ type: 'pong', payload: { armed: id, cursor } })
    : JSON.stringify({ type: 'start_ack', id });
}

/** Returns the frame of an event. `payload` is the JSON of an answer of GraphQL, which many subscriptions share. */
export function nextFrame(protocol: Protocol, id: string, payload: string): string {
  const type = protocol === 'graphql-transport-ws' ? 'next' : 'data';
  return `{"id":${JSON.stringify(id)},"type":"${type}","payload":${payload}}`;
}

/** Returns the frame that ends an operation with errors. The connection lives on. */
export function errorFrame(protocol: Protocol, id: string, errors: readonly GraphQLFormattedError[]): string {
  const payload =
    protocol === 'graphql-transport-ws' ? errors : { errors: errors.map((error) => ofOperation(error)) };
  return JSON.stringify({ id, type: 'error', payload });
}

/** Returns the frame that ends an operation. */
export function completeFrame(id: string): string {
  return JSON.stringify({ id, type: 'complete' });
}

/** Returns the answer to a ping. It repeats the payload, as the protocol allows. */
export function pongFrame(payload: unknown): string {
  return JSON.stringify({ type: 'pong', payload });
}

/** The frame that keeps a connection of AppSync's clients open. */
export const KEEP_ALIVE_FRAME = JSON.stringify({ type: 'ka' });

/**
 * Returns an error in AppSync's form. Amplify closes the socket, with all other subscriptions on it, at the types that AppSync
 * gives to a missing right. So the error of one operation has another type, and its code says what it is. Only a caller whose
 * token is not valid keeps the type: all subscriptions with that token need another one.
 */
function ofOperation(error: GraphQLFormattedError): AppSyncError {
  const formatted = asAppSync(error);
  const closes = CLOSING.includes(formatted.errorType) && error.extensions?.['code'] !== 'UNAUTHENTICATED';
  return closes ? { ...formatted, errorType: 'AccessDenied' } : formatted;
}

/** The types at which Amplify closes a socket. */
const CLOSING: readonly unknown[] = ['Unauthorized', 'UnauthorizedException'];
