import { isRecord } from '../is-record.ts';
import type { SocketEvent } from './event.ts';

/** What a function returns. The gateway reads the headers at `$connect` alone. */
export interface SocketResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A Lambda handler of the proxy integration of a WebSocket API, as an async function. */
export type SocketHandler = (
  event: SocketEvent,
  context: { getRemainingTimeInMillis(): number },
) => Promise<SocketResult>;

export interface SocketRoute {
  /** `$connect`, `$disconnect`, `$default`, or a value of the route selection expression. */
  readonly key: string;
  readonly handler: SocketHandler;
  /** Whether the route has a route response: the client gets the body that the function returns. */
  readonly answers: boolean;
}

const OF_LIFE: readonly string[] = ['$connect', '$disconnect'];

/**
 * Chooses the route of a message by an expression such as `$request.body.type`. A message that is no JSON or has no such value
 * takes `$default` (API Gateway, "Create routes for WebSocket APIs"). Returns null if there is no route.
 */
export function routeOf(
  routes: readonly SocketRoute[],
  selection: string,
  message: string,
): SocketRoute | null {
  const key = valueAt(parsed(message), selection.replace(/^\$request\.body\.?/, '').split('.'));
  const chosen = routes.find((route) => route.key === key && !OF_LIFE.includes(route.key));
  return chosen ?? routes.find((route) => route.key === '$default') ?? null;
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce(
    (inner, name) => (isRecord(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
}

/** Reads the result of a function. Returns a message for the log if it is malformed. */
export function readSocketResult(result: unknown): SocketResult | string {
  if (!isRecord(result)) return 'The answer is not an object.';
  const { statusCode, headers = {}, body = '' } = result;
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599)
    return 'The answer has no "statusCode".';
  if (typeof body !== 'string') return 'The "body" is not a string: use JSON.stringify.';
  if (!isRecord(headers)) return 'The "headers" are not a map.';
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return { statusCode, headers: Object.fromEntries(texts), body };
}
