import { createHash } from 'node:crypto';

import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { Bucket, openS3Server, type S3Server } from './s3-server.ts';

const Key = 'acme/a b+c%d/é.txt';
let time = Date.now();
let server: S3Server;
beforeEach(async () => {
  time = Date.now();
  server = await openS3Server({ now: () => time });
});
afterEach(() => server.close());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Signs a PUT of a text as a browser gets it: it can send this text alone, and only once. */
async function signedPut(text: string, more: Partial<PutObjectCommand['input']> = {}, expiresIn = 900) {
  const command = new PutObjectCommand({
    Bucket,
    Key,
    ContentLength: Buffer.byteLength(text),
    ContentType: 'text/plain',
    ChecksumSHA256: sha256(text),
    IfNoneMatch: '*',
    ...more,
  });
  const url = await getSignedUrl(server.client, command, {
    expiresIn,
    signableHeaders: new Set(['host', 'content-length', 'content-type', 'if-none-match']),
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
  });
  const headers = {
    'content-type': 'text/plain',
    'if-none-match': '*',
    'x-amz-checksum-sha256': sha256(text),
  };
  return { url, headers };
}

const signedGet = (more: Partial<GetObjectCommand['input']> = {}, expiresIn = 900): Promise<string> =>
  getSignedUrl(server.client, new GetObjectCommand({ Bucket, Key, ...more }), { expiresIn });

async function outcomeOf(response: Response): Promise<string> {
  const code = /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1] ?? '';
  return `${response.status} ${code}`.trim();
}

const put = (url: string, body: string, headers: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'PUT', body, headers });

test('a signed URL uploads the text that it was made for, once, and another one reads it', async () => {
  const { url, headers } = await signedPut('hello');
  const first = await put(url, 'hello', headers);
  expect(first.status).toBe(200);
  expect(await outcomeOf(await put(url, 'hello', headers))).toBe('412 PreconditionFailed');
  const got = await fetch(await signedGet());
  expect([await got.text(), got.headers.get('content-type'), got.headers.get('etag')]).toEqual([
    'hello',
    'text/plain',
    first.headers.get('etag'),
  ]);
  const head = await server.client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect([head.ContentLength, head.ChecksumSHA256, head.ChecksumType]).toEqual([
    5,
    sha256('hello'),
    'FULL_OBJECT',
  ]);
});

test.each<[string, (url: string, headers: Record<string, string>) => Promise<Response>, string]>([
  ['other bytes of the same length', (url, headers) => put(url, 'jello', headers), '400 BadDigest'],
  ['more bytes', (url, headers) => put(url, 'hello!', headers), '403 SignatureDoesNotMatch'],
  ['fewer bytes', (url, headers) => put(url, 'hell', headers), '403 SignatureDoesNotMatch'],
  [
    'another type',
    (url, headers) => put(url, 'hello', { ...headers, 'content-type': 'text/html' }),
    '403 SignatureDoesNotMatch',
  ],
  [
    'another checksum',
    (url, headers) => put(url, 'jello', { ...headers, 'x-amz-checksum-sha256': sha256('jello') }),
    '403 SignatureDoesNotMatch',
  ],
  [
    'no condition',
    (url, { 'if-none-match': _none, ...headers }) => put(url, 'hello', headers),
    '403 SignatureDoesNotMatch',
  ],
  [
    'a header that is not signed',
    (url, headers) => put(url, 'hello', { ...headers, 'x-amz-meta-a': 'b' }),
    '403 AccessDenied',
  ],
  [
    'another key',
    (url, headers) => put(url.replace('/acme/', '/globex/'), 'hello', headers),
    '403 SignatureDoesNotMatch',
  ],
  [
    'another bucket',
    (url, headers) => put(url.replace('/files/', '/other/'), 'hello', headers),
    '403 SignatureDoesNotMatch',
  ],
  [
    'another host',
    (url, headers) => put(url.replace('localhost', '127.0.0.1'), 'hello', headers),
    '403 SignatureDoesNotMatch',
  ],
  [
    'a longer life',
    (url, headers) => put(url.replace('Expires=900', 'Expires=901'), 'hello', headers),
    '403 SignatureDoesNotMatch',
  ],
  [
    'a life of more than a week',
    (url, headers) => put(url.replace('Expires=900', 'Expires=604801'), 'hello', headers),
    '400 AuthorizationQueryParametersError',
  ],
  [
    'no session token',
    (url, headers) => put(url.replace(/X-Amz-Security-Token=[^&]+&/, ''), 'hello', headers),
    '400 InvalidToken',
  ],
  ['no signature', (url, headers) => put(url.replace(/\?.*/, ''), 'hello', headers), '403 AccessDenied'],
  [
    'another parameter',
    (url, headers) => put(`${url}&x-amz-meta-a=b`, 'hello', headers),
    '403 SignatureDoesNotMatch',
  ],
  ['another method', (url) => fetch(url, { method: 'DELETE' }), '403 SignatureDoesNotMatch'],
])('a signed URL does not upload with %s', async (_what, call, wanted) => {
  const { url, headers } = await signedPut('hello');
  expect(await outcomeOf(await call(url, headers))).toBe(wanted);
  await expect(server.client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  // What was refused uses nothing up.
  expect((await put(url, 'hello', headers)).status).toBe(200);
});

test('a signed URL ends with its life and with the session that signed it', async () => {
  const { url, headers } = await signedPut('hello');
  await put(url, 'hello', headers);
  const [short, long] = [await signedGet({}, 60), await signedGet({}, 604_800)];
  time += 59_000;
  expect((await fetch(short)).status).toBe(200);
  time += 2_000;
  const late = await fetch(short);
  expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
  expect((await fetch(long)).status).toBe(200);
  time += 3_600_000;
  expect(await outcomeOf(await fetch(long))).toBe('400 ExpiredToken');
  time -= 5_000_000;
  expect(await outcomeOf(await fetch(long))).toBe('403 AccessDenied');
});

test('the headers of an answer follow a URL only as it was signed', async () => {
  const { url, headers } = await signedPut('<b>');
  await put(url, '<b>', headers);
  const signed = await signedGet({
    ResponseContentDisposition: 'attachment; filename="a b.txt"',
    ResponseContentType: 'application/octet-stream',
    ResponseCacheControl: 'private, max-age=900',
  });
  const { headers: got } = await fetch(signed);
  expect(['content-disposition', 'content-type', 'cache-control'].map((name) => got.get(name))).toEqual([
    'attachment; filename="a b.txt"',
    'application/octet-stream',
    'private, max-age=900',
  ]);
  expect(await outcomeOf(await fetch(`${await signedGet()}&response-content-type=text%2Fhtml`))).toBe(
    '403 SignatureDoesNotMatch',
  );
  expect(await outcomeOf(await fetch(signed.replace('attachment', 'inline')))).toBe(
    '403 SignatureDoesNotMatch',
  );
});

test('a signature of an unknown key, another region or another service is refused', async () => {
  const url = await signedGet();
  expect(await outcomeOf(await fetch(url.replace(/Credential=[^%]+/, 'Credential=ASIANOBODY')))).toBe(
    '403 InvalidAccessKeyId',
  );
  for (const [from, to] of [
    ['eu-central-1', 'us-east-1'],
    ['%2Fs3%2F', '%2Fsts%2F'],
  ] as const)
    expect(await outcomeOf(await fetch(url.replace(from, to)))).toBe('400 AuthorizationHeaderMalformed');
});
