import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  UploadPartCopyCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';

import { outcomeOf } from './iam-rig.ts';
import { bucket as Bucket, openS3Rig, type S3Rig } from './s3-rig.ts';

const SEED = 20261124;

let rig: S3Rig;
beforeEach(async () => {
  rig = await openS3Rig();
});
afterEach(() => rig.close());

const put = (Key: string, Body: string | Uint8Array = Key, client: S3Client = rig.client): Promise<unknown> =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }));
const get = async (Key: string, client: S3Client = rig.client): Promise<string | undefined> =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const keys = async (Prefix?: string): Promise<unknown[]> => {
  const { Contents = [] } = await rig.client.send(
    new ListObjectsV2Command({ Bucket, ...(Prefix !== undefined && { Prefix }) }),
  );
  return Contents.map(({ Key }) => Key);
};

test('an object can be written, overwritten, read and deleted', async () => {
  await put('acme/a.txt', 'one');
  await put('acme/a.txt', 'two');
  expect(await get('acme/a.txt')).toBe('two');
  const { ContentLength, ETag, LastModified } = await rig.client.send(
    new GetObjectCommand({ Bucket, Key: 'acme/a.txt' }),
  );
  expect([ContentLength, ETag, LastModified]).toEqual([
    3,
    expect.stringMatching(/^"[0-9a-f]{32}"$/),
    expect.any(Date),
  ]);
  await rig.client.send(new DeleteObjectCommand({ Bucket, Key: 'acme/a.txt' }));
  expect(await outcomeOf(() => get('acme/a.txt'))).toBe('NoSuchKey');
  // A second delete is not an error.
  await rig.client.send(new DeleteObjectCommand({ Bucket, Key: 'acme/a.txt' }));
  await expect(rig.client.send(new GetObjectCommand({ Bucket: 'other', Key: 'x' }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
    $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[0-9A-F]{16}$/) as string },
  });
});

test('a written object survives the process, and a partial object is never visible', async () => {
  await put('kept', 'whole');
  // What a process leaves that was killed during a write.
  await writeFile(join(rig.folder, Bucket, 'incoming', 'half'), 'ha');
  const client = rig.reopen();
  expect(await get('kept', client)).toBe('whole');
  expect(await keys()).toEqual(['kept']);
  expect(await readdir(join(rig.folder, Bucket))).toHaveLength(1);
});

test('any key is stored unchanged, cannot leave the folder and sorts by its bytes', async () => {
  const odd = [
    '../../outside',
    '/etc/passwd',
    'a//b',
    'a/../b',
    '.',
    ' ',
    'a&b<c>"d\'e',
    'a%2Fb',
    'a+b c',
    'A',
    'a',
    'a/b',
    'é',
    'z'.repeat(1024),
    '\u{1f600}',
    '\uffff',
  ];
  for (const key of odd) await put(key);
  for (const key of odd) expect([key, await get(key)]).toEqual([key, key]);
  expect(await keys()).toEqual([...odd].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  const files = await readdir(rig.folder, { recursive: true, withFileTypes: true });
  const named = files.filter((file) => file.isFile()).map(({ name }) => name);
  expect(named.every((name) => /^[0-9a-f]{1,200}\.object$/.test(name))).toBe(true);
  expect(await outcomeOf(() => put('z'.repeat(1025)))).toBe('KeyTooLongError');
});

test('any bytes are read as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      await put('bytes', bytes);
      const { Body } = await rig.client.send(new GetObjectCommand({ Bucket, Key: 'bytes' }));
      expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(Buffer.from(bytes));
    }),
    { seed: SEED, numRuns: 50 },
  );
});

test('a list returns the keys with a prefix in pages, each key once', async () => {
  const wanted = Array.from({ length: 25 }, (_, n) => `acme/${String(n).padStart(2, '0')}`);
  for (const key of [...wanted, 'acme2/x', 'acm', 'b']) await put(key);
  const pages: (string | undefined)[][] = [];
  const lister = paginateListObjectsV2({ client: rig.client, pageSize: 10 }, { Bucket, Prefix: 'acme/' });
  for await (const { Contents = [] } of lister) pages.push(Contents.map(({ Key }) => Key));
  expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
  expect(pages.flat()).toEqual(wanted);
  const { Contents, IsTruncated, KeyCount, MaxKeys, NextContinuationToken } = await rig.client.send(
    new ListObjectsV2Command({ Bucket, StartAfter: 'acme/23', MaxKeys: 2 }),
  );
  expect(Contents?.map(({ Key }) => Key)).toEqual(['acme/24', 'acme2/x']);
  expect([IsTruncated, KeyCount, MaxKeys]).toEqual([true, 2, 2]);
  expect(NextContinuationToken).not.toContain('acme');
});

test('a deletion of several keys returns each of them, including missing ones', async () => {
  const odd = ['a', 'b & <c>', 'd\ne'];
  for (const key of odd) await put(key);
  const Objects = [...odd, 'none'].map((Key) => ({ Key }));
  const { Deleted, Errors } = await rig.client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
  );
  expect(Deleted?.map(({ Key }) => Key)).toEqual([...odd, 'none']);
  expect(Errors).toBeUndefined();
  expect(await keys()).toEqual([]);
  const many = Array.from({ length: 1001 }, (_, n) => ({ Key: String(n) }));
  const tooMany = new DeleteObjectsCommand({ Bucket, Delete: { Objects: many } });
  expect(await outcomeOf(() => rig.client.send(tooMany))).toBe('MalformedXML');
});

test('a body that does not match its checksum is rejected, and a read returns a checksum', async () => {
  await expect(
    rig.client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'text', ChecksumCRC32: 'AAAAAA==' })),
  ).rejects.toMatchObject({ name: 'BadDigest' });
  expect(await keys()).toEqual([]);
  await put('x', 'text');
  const { ChecksumCRC32 } = await rig.client.send(
    new GetObjectCommand({ Bucket, Key: 'x', ChecksumMode: 'ENABLED' }),
  );
  expect(ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
});

test.each<[string, (client: S3Client) => Promise<unknown>]>([
  ['a version', (to) => to.send(new GetObjectCommand({ Bucket, Key: 'x', VersionId: '1' }))],
  [
    'encryption',
    (to) => to.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', ServerSideEncryption: 'AES256' })),
  ],
  ['an access list', (to) => to.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', ACL: 'private' }))],
  [
    'a storage class',
    (to) => to.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', StorageClass: 'GLACIER' })),
  ],
  ['a part of an object', (to) => to.send(new GetObjectCommand({ Bucket, Key: 'x', PartNumber: 1 }))],
  [
    'a copy of a part',
    (to) =>
      to.send(
        new UploadPartCopyCommand({ Bucket, Key: 'x', UploadId: 'x', PartNumber: 1, CopySource: 'a/b' }),
      ),
  ],
  ['the first kind of list', (to) => to.send(new ListObjectsCommand({ Bucket }))],
])('%s is rejected as not implemented', async (_what, call) => {
  await put('x', 'text');
  expect(await outcomeOf(() => call(rig.client))).toBe('NotImplemented');
  expect(await get('x')).toBe('text');
});

test('only the owner can read the files', async () => {
  await put('x', 'text');
  const all = await readdir(rig.folder, { recursive: true });
  const modes = await Promise.all(all.map(async (name) => (await stat(join(rig.folder, name))).mode & 0o077));
  expect(modes.length).toBeGreaterThan(1);
  expect(new Set(modes)).toEqual(new Set([0]));
});
