import { readdir } from 'node:fs/promises';
import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { outcomeOf } from './iam-rig.ts';
import { Bucket, openS3Server, type S3Server } from './s3-server.ts';

const Key = 'acme/a';
const origin = 'https://app.example.com';

let server: S3Server;
beforeAll(async () => {
  server = await openS3Server({
    cors: [
      {
        origins: [origin, 'https://*.example.org'],
        methods: ['GET', 'PUT'],
        headers: ['content-type', 'x-amz-*'],
        exposed: ['ETag'],
        maxAgeSeconds: 600,
      },
    ],
  });
});
afterAll(() => server.close());

const signedPut = (key = Key): Promise<string> =>
  getSignedUrl(server.client, new PutObjectCommand({ Bucket, Key: key }), { unhoistableHeaders: new Set() });
const get = (key = Key) => server.client.send(new GetObjectCommand({ Bucket, Key: key }));
const incoming = (): Promise<string[]> => readdir(join(server.folder, Bucket, 'incoming')).catch(() => []);

/** Begins a PUT to a signed URL whose signature covers neither length nor checksum. */
async function beginPut(key: string, headers: Record<string, string>): Promise<ClientRequest> {
  const url = await getSignedUrl(plainClient(), new PutObjectCommand({ Bucket, Key: key }));
  return request(url, { method: 'PUT', headers });
}

/** A client that adds no checksum by itself. */
function plainClient() {
  const { credentials } = server.client.config;
  return server.clientOf(credentials, { requestChecksumCalculation: 'WHEN_REQUIRED' });
}

test('a connection that is cut stores nothing and leaves no file', async () => {
  const sent = await beginPut('cut', { 'content-length': '1000000' });
  const failed = new Promise((resolve) => sent.on('error', resolve));
  await new Promise((resolve) => sent.write(Buffer.alloc(600_000), resolve));
  // The server has begun to write when its file is there.
  while ((await incoming()).length === 0) await new Promise((resolve) => setImmediate(resolve));
  sent.destroy(new Error('cut'));
  await failed;
  while ((await incoming()).length > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(await outcomeOf(() => get('cut'))).toBe('NoSuchKey');
});

test('many megabytes are never in memory, in both directions', async () => {
  const [pieces, size] = [300, 2 ** 20];
  let most = 0;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  };
  const before = process.memoryUsage().arrayBuffers;
  const sent = await beginPut('huge', { 'content-length': String(pieces * size) });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', ({ statusCode }) => {
      resolve(statusCode);
    });
    sent.on('error', reject);
  });
  Readable.from(
    (function* () {
      for (let n = 0; n < pieces; n += 1) {
        look();
        yield Buffer.alloc(size, n % 256);
      }
    })(),
  ).pipe(sent);
  expect(await answered).toBe(200);
  let read = 0;
  for await (const chunk of (await get('huge')).Body as AsyncIterable<Uint8Array>) {
    look();
    read += chunk.length;
  }
  expect(read).toBe(pieces * size);
  expect(most - before).toBeLessThan(100 * size);
});

test.each<[string, Record<string, string>, string, string]>([
  [
    'more than it announces',
    { 'x-amz-decoded-content-length': '3' },
    '4\r\nabcd\r\n0\r\n\r\n',
    'IncompleteBody',
  ],
  [
    'less than it announces',
    { 'x-amz-decoded-content-length': '5' },
    '4\r\nabcd\r\n0\r\n\r\n',
    'IncompleteBody',
  ],
  ['no last chunk', { 'x-amz-decoded-content-length': '4' }, '4\r\nabcd\r\n', 'IncompleteBody'],
  [
    'a chunk without a length',
    { 'x-amz-decoded-content-length': '4' },
    'zz\r\nabcd\r\n0\r\n\r\n',
    'InvalidChunkSizeError',
  ],
  [
    'a chunk that does not end',
    { 'x-amz-decoded-content-length': '4' },
    '3\r\nabcd\r\n0\r\n\r\n',
    'InvalidChunkSizeError',
  ],
  ['no announced length', {}, '4\r\nabcd\r\n0\r\n\r\n', 'MissingContentLength'],
  [
    'a wrong trailer',
    { 'x-amz-decoded-content-length': '4', 'x-amz-trailer': 'x-amz-checksum-crc32' },
    '4\r\nabcd\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
    'BadDigest',
  ],
  [
    'no trailer that it announces',
    { 'x-amz-decoded-content-length': '4', 'x-amz-trailer': 'x-amz-checksum-crc32' },
    '4\r\nabcd\r\n0\r\n\r\n',
    'MalformedTrailerError',
  ],
  [
    'a malformed trailer',
    { 'x-amz-decoded-content-length': '4' },
    '4\r\nabcd\r\n0\r\nnothing\r\n\r\n',
    'MalformedTrailerError',
  ],
])('a body in chunks with %s is refused', async (_what, headers, body, wanted) => {
  const payload = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', ...headers };
  const command = new PutObjectCommand({ Bucket, Key: 'chunks' });
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: object }).headers, payload);
      return next(args);
    },
    { step: 'build' },
  );
  const names = new Set(Object.keys(payload));
  const url = await getSignedUrl(plainClient(), command, {
    signableHeaders: new Set(['host', ...names]),
    unhoistableHeaders: names,
  });
  const response = await fetch(url, { method: 'PUT', body, headers: payload });
  expect(/<Code>(.*?)<\/Code>/.exec(await response.text())?.[1]).toBe(wanted);
  expect(await outcomeOf(() => get('chunks'))).toBe('NoSuchKey');
});

test('the SDK sends a stream in chunks with a checksum at its end', async () => {
  const Body = Readable.from(['abc', 'def']);
  const put = new PutObjectCommand({ Bucket, Key, Body, ContentLength: 6, ChecksumAlgorithm: 'SHA256' });
  const { ChecksumSHA256 } = await server.client.send(put);
  const found = await server.client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect([found.ContentLength, found.ContentEncoding, found.ChecksumSHA256]).toEqual([
    6,
    undefined,
    ChecksumSHA256,
  ]);
});

test('a body that the signature does not cover is refused', async () => {
  const put = new PutObjectCommand({ Bucket, Key: 'swapped', Body: 'sent', ContentType: 'text/plain' });
  // Replaces the body after it was signed.
  put.middlewareStack.add(
    (next) => (args) => {
      Object.assign(args.request as object, { body: 'else' });
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  expect(['XAmzContentSHA256Mismatch', 'BadDigest']).toContain(
    await outcomeOf(() => server.client.send(put)),
  );
  expect(await outcomeOf(() => get('swapped'))).toBe('NoSuchKey');
});

test('a page of an allowed origin may send and read, and see the ETag', async () => {
  const url = await signedPut();
  const asked = {
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'content-type,x-amz-checksum-sha256',
  };
  const preflight = (headers: Record<string, string>) => fetch(url, { method: 'OPTIONS', headers });
  const allowed = await preflight({ ...asked, origin });
  expect([allowed.status, Object.fromEntries(allowed.headers)]).toEqual([
    200,
    expect.objectContaining({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, x-amz-checksum-sha256',
      'access-control-max-age': '600',
    }),
  ]);
  expect((await preflight({ ...asked, origin: 'https://a.example.org' })).status).toBe(200);
  for (const headers of [
    { ...asked, origin: 'https://example.com.evil.test' },
    { ...asked, origin, 'access-control-request-method': 'DELETE' },
    { ...asked, origin, 'access-control-request-headers': 'authorization' },
    asked,
  ])
    expect((await preflight(headers)).status).toBe(403);
  const { headers } = await fetch(url, { method: 'PUT', body: 'x', headers: { origin } });
  expect([headers.get('access-control-allow-origin'), headers.get('access-control-expose-headers')]).toEqual([
    origin,
    'ETag',
  ]);
  const denied = await fetch(url.replace('Signature=', 'Signature=0'), {
    method: 'PUT',
    body: 'x',
    headers: { origin },
  });
  expect([denied.status, denied.headers.get('access-control-allow-origin')]).toEqual([403, origin]);
  const other = await fetch(url, { method: 'PUT', body: 'x', headers: { origin: 'https://evil.test' } });
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
});

test('an object cannot act as a page of the server', async () => {
  await server.client.send(new PutObjectCommand({ Bucket, Key, Body: '<script>', ContentType: 'text/html' }));
  const url = await getSignedUrl(server.client, new GetObjectCommand({ Bucket, Key }));
  const { headers } = await fetch(url);
  expect([headers.get('content-security-policy'), headers.get('x-content-type-options')]).toEqual([
    'sandbox',
    'nosniff',
  ]);
});

test('a path outside the prefix is not for S3, and one that leads out of it names a key', async () => {
  const outside = await fetch(server.endpoint.replace('/s3', '/other'));
  expect(outside.status).toBe(404);
  await server.client.send(new PutObjectCommand({ Bucket, Key: '../../outside', Body: 'x' }));
  expect(await (await get('../../outside')).Body?.transformToString()).toBe('x');
  const bad = await fetch(`${server.endpoint}/${Bucket}/%ff`);
  expect([bad.status, await bad.text()]).toEqual([400, expect.stringContaining('InvalidURI')]);
});
