import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** Headers that belong to one connection or that the gateway sets itself. No handler gets them. */
const dropped = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Returns the headers that a handler gets, with the client's spelling and all values. The gateway sets
 * `X-Forwarded-*` and `X-Amzn-Trace-Id`.
 */
export function forwardedHeaders(
  request: IncomingMessage,
  traceId: string,
): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, { readonly name: string; readonly values: string[] }>();
  const { rawHeaders } = request;
  for (let place = 0; place + 1 < rawHeaders.length; place += 2) {
    const [name = '', value = ''] = rawHeaders.slice(place, place + 2);
    const key = name.toLowerCase();
    if (dropped.has(key)) continue;
    const known = headers.get(key);
    if (known === undefined) headers.set(key, { name, values: [value] });
    else known.values.push(value);
  }
  const set = (name: string, value: string): void => {
    headers.set(name.toLowerCase(), { name, values: [value] });
  };
  const before = headers.get('x-forwarded-for')?.values ?? [];
  set('X-Amzn-Trace-Id', traceId);
  set('X-Forwarded-For', [...before, sourceIpOf(request)].join(', '));
  set('X-Forwarded-Port', String(request.socket.localPort ?? ''));
  set('X-Forwarded-Proto', request.socket instanceof TLSSocket ? 'https' : 'http');
  return new Map([...headers.values()].map(({ name, values }) => [name, values]));
}

/** Returns the client's address. An IPv4 address stays one on an IPv6 socket. */
export function sourceIpOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
