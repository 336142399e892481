import type { IncomingMessage } from 'node:http';

/** Belong to one connection or are made anew by the gateway, and so reach no handler. */
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
 * The request's headers as a handler sees them, with the client's spelling of the names and all values;
 * `X-Forwarded-*` and `X-Amzn-Trace-Id` are the gateway's.
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
  set('X-Forwarded-Proto', 'http');
  return new Map([...headers.values()].map(({ name, values }) => [name, values]));
}

/** The address of the client; an IPv4 address stays one on a socket that speaks IPv6. */
export function sourceIpOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
