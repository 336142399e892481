import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { once } from 'node:events';
import { connect } from 'node:net';

import { serveGateway, talk } from './gateway-server.ts';
import type { GatewayServer } from './gateway-server.ts';

const length = ({ body }: APIGatewayProxyEvent) =>
  Promise.resolve({ statusCode: 200, body: String(body?.length ?? 0) });
const route = { method: 'POST', path: '/x', handler: length, authorized: false } as const;
const tooLong = [413, '{"message":"Request Too Long"}'];
const mebibyte = 1024 * 1024;

let server: GatewayServer;
afterEach(() => server.close());
const post = async (
  body: Exclude<RequestInit['body'], undefined>,
  init: RequestInit & { duplex?: 'half' } = {},
) => {
  const response = await fetch(`${server.url}/local/x`, { method: 'POST', body, ...init });
  return [response.status, await response.text()];
};

describe('the limit of a body', () => {
  beforeEach(async () => {
    server = await serveGateway({ routes: [route] });
  });

  it('rejects more than 10 MB, with or without a content length, and the next request is served', async () => {
    expect(await post(Buffer.alloc(10 * mebibyte + 1, 'x'))).toEqual(tooLong);
    const stream = new ReadableStream({
      start: (controller) => {
        for (let part = 0; part < 11; part++) controller.enqueue(Buffer.alloc(mebibyte, 'x'));
        controller.close();
      },
    });
    expect(await post(stream, { duplex: 'half' })).toEqual(tooLong);
    expect(await post('abc')).toEqual([200, '3']);
  });

  it('stops reading a body that does not end', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const size = 10 * mebibyte + 1;
    socket.write('POST /local/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.write(`${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`);
    const [words] = (await once(socket, 'data')) as [Buffer];
    expect(words.toString()).toMatch(/^HTTP\/1\.1 413/);
    socket.destroy();
  });

  it('accepts a body that fits into a Lambda event and rejects a larger one', async () => {
    expect(await post(Buffer.alloc(6_000_000, 'x'))).toEqual([200, '6000000']);
    expect(await post(Buffer.alloc(6_291_556, 'x'))).toEqual(tooLong);
    // JSON needs six bytes for each of these.
    expect(await post(Buffer.alloc(1_100_000, '\u0001'))).toEqual(tooLong);
  });
});

describe('the limit of headers', () => {
  const line = 'POST /local/x HTTP/1.1';
  const send = (padding: number) =>
    talk(server.port, `${line}\r\nHost: a\r\nConnection: close\r\nX-Pad: ${'x'.repeat(padding)}\r\n\r\n`);

  it('accepts 10,240 bytes of request line and header values and rejects one more', async () => {
    server = await serveGateway({ routes: [route] });
    const room = 10_240 - line.length - 'a'.length - 'close'.length;
    expect(await send(room)).toMatch(/^HTTP\/1\.1 200/);
    expect(await send(room + 1)).toMatch(/^HTTP\/1\.1 431[^]*HTTP header is larger than 10240 bytes/);
    expect(await send(20_000)).toMatch(/^HTTP\/1\.1 431/);
  });
});

describe('the timeout', () => {
  it('returns 504 when the handler takes too long, and ignores what the handler does later', async () => {
    let fail: (problem: Error) => void = () => undefined;
    const handler = () => new Promise<APIGatewayProxyResult>((_resolve, reject) => (fail = reject));
    server = await serveGateway({
      routes: [
        { ...route, handler },
        { ...route, path: '/y' },
      ],
      timeoutMs: 30,
    });
    expect(await post('abc')).toEqual([504, '{"message":"Endpoint request timed out"}']);
    fail(new Error('late'));
    expect((await fetch(`${server.url}/local/y`, { method: 'POST' })).status).toBe(200);
    expect(server.lines[0]).toBe('The handler of POST /x did not answer within 30 ms.');
  });
});

describe('the gateway on a malformed request', () => {
  beforeEach(async () => {
    const files = { ...route, method: 'GET', path: '/files/{name}' } as const;
    server = await serveGateway({ routes: [route, files] });
  });
  afterEach(async () => {
    expect(await post('still here')).toEqual([200, '10']);
  });

  it.each([
    ['a path that is not percent-encoded', 'GET /local/files/%zz'],
    ['a path that is not UTF-8', 'GET /local/files/%ff'],
    ['a query that is not percent-encoded', 'POST /local/x?q=100%'],
  ])('returns 400 for %s', async (_what, line) => {
    const heard = await talk(server.port, `${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(heard).toMatch(/^HTTP\/1\.1 400[^]*\{"message":"Bad Request"\}$/);
  });

  it('returns 400 for text that is not HTTP', async () => {
    expect(await talk(server.port, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await talk(server.port, 'POST /local/x HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n')).toMatch(
      / 400 /,
    );
  });

  it('returns 400 for a body that is shorter than its content length', async () => {
    const head = 'POST /local/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n';
    expect(await talk(server.port, `${head}half`)).toMatch(/^HTTP\/1\.1 400/);
  });

  it('drops a client that aborts its body', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write('POST /local/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf');
    await once(socket, 'connect');
    await post('another request, so that the first has arrived');
    socket.resetAndDestroy();
    await once(socket, 'close');
    while (!server.lines.some((line) => line.includes('abandoned'))) await post('again');
    expect(server.lines).toContain('POST /local/x was abandoned by the client before its body ended.');
  });
});
