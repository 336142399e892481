import { isTooDeep } from '../../server/index.ts';
import { isObject } from './is-object.ts';
import type { Protocol } from './protocol.ts';

/** An operation that a client subscribes to. */
export interface WantedOperation {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A message that asks for a subscription. */
export interface WantedSubscription {
  readonly is: 'subscribe';
  readonly protocol: Protocol;
  readonly id: string;
  readonly operation: WantedOperation;
  /** The headers of AppSync's `start`, which name its caller. Null in `graphql-transport-ws`. */
  readonly headers: unknown;
}

/** The messages that a client may send. There are no others. */
export type ClientMessage =
  | { readonly is: 'init'; readonly payload: unknown }
  | { readonly is: 'ping'; readonly payload: unknown }
  | { readonly is: 'pong' }
  | WantedSubscription
  | { readonly is: 'end'; readonly protocol: Protocol; readonly id: string };

/** A message that breaks its protocol. */
export interface BadMessage {
  readonly is: 'bad';
  /** The id of the operation, if the message names one and only its content is wrong. */
  readonly id: string | null;
  /** A sentence that names the member. */
  readonly reason: string;
}

/** The most characters of an operation's id. The clients use UUIDs. */
const LONGEST_ID = 128;

/** Parses the text of a message of either protocol. The types of their messages differ, except `connection_init`. */
export function parseMessage(text: string): ClientMessage | BadMessage {
  const message = parsed(text);
  if (!isObject(message)) return bad('The message must be a JSON object.');
  const { type, payload } = message;
  switch (type) {
    case 'connection_init':
      return payload === undefined || payload === null || isObject(payload)
        ? { is: 'init', payload: payload ?? {} }
        : bad('The "payload" of "connection_init" must be an object.');
    case 'ping':
      // The answer repeats it, by a recursion.
      return isTooDeep(payload) ? bad('The "payload" of "ping" nests too deeply.') : { is: 'ping', payload };
    case 'pong':
      return { is: 'pong' };
    case 'subscribe':
      return withId(message, (id) => subscribeOf(id, payload));
    case 'start':
      return withId(message, (id) => startOf(id, payload));
    case 'complete':
      return withId(message, (id) => ({ is: 'end', protocol: 'graphql-transport-ws', id }));
    case 'stop':
      return withId(message, (id) => ({ is: 'end', protocol: 'graphql-ws', id }));
    default:
      return bad('The "type" of the message is unknown.');
  }
}

function withId(
  { type, id }: Readonly<Record<string, unknown>>,
  read: (id: string) => ClientMessage | BadMessage,
): ClientMessage | BadMessage {
  if (typeof id === 'string' && id !== '' && id.length <= LONGEST_ID) return read(id);
  return bad(`The "id" of "${String(type)}" must be a text of 1 to ${LONGEST_ID} characters.`);
}

function subscribeOf(id: string, payload: unknown): ClientMessage | BadMessage {
  const operation = operationOf(payload, 'payload');
  if (typeof operation === 'string') return bad(operation, id);
  return { is: 'subscribe', protocol: 'graphql-transport-ws', id, operation, headers: null };
}

/** Reads `start`, whose operation is JSON within JSON: `{"data": "{\"query\": …}", "extensions": {"authorization": {…}}}`. */
function startOf(id: string, payload: unknown): ClientMessage | BadMessage {
  const { data, extensions } = isObject(payload) ? payload : {};
  if (typeof data !== 'string') return bad('"payload.data" must be a text.', id);
  const operation = operationOf(parsed(data), 'payload.data');
  if (typeof operation === 'string') return bad(operation, id);
  const headers = isObject(extensions) ? extensions['authorization'] : null;
  return { is: 'subscribe', protocol: 'graphql-ws', id, operation, headers };
}

/** Returns the operation in a value, or the sentence that says what is wrong with it. */
function operationOf(value: unknown, place: string): WantedOperation | string {
  if (!isObject(value)) return `"${place}" must be an object with a "query".`;
  const { query, operationName, variables, extensions } = value;
  if (typeof query !== 'string' || query === '') return `"${place}.query" must be a text that is not empty.`;
  const name = operationName ?? null;
  if (name !== null && typeof name !== 'string') return `"${place}.operationName" must be a text.`;
  const values = variables ?? {};
  if (!isObject(values)) return `"${place}.variables" must be an object.`;
  const more = extensions ?? {};
  if (!isObject(more)) return `"${place}.extensions" must be an object.`;
  return { query, operationName: name, variables: values, extensions: more };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bad(reason: string, id: string | null = null): BadMessage {
  return { is: 'bad', id, reason };
}
