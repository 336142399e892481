import {
  CopyObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type PutObjectCommandInput,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';

import { outcomeOf } from './iam-rig.ts';
import { Bucket, openS3Server, type S3Server } from './s3-server.ts';

const SEED = 20261130;

let server: S3Server;
beforeAll(async () => {
  server = await openS3Server();
});
afterAll(() => server.close());

const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket, Key, Body: '0123456789', ...more }));
const get = (Key: string, more: object = {}) =>
  server.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const textOf = async (Key: string, more: object = {}): Promise<string | undefined> =>
  (await get(Key, more)).Body?.transformToString();

test('an object has the headers and metadata of its write', async () => {
  const said = {
    ContentType: 'text/plain',
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentLanguage: 'de',
    ContentEncoding: 'identity',
    CacheControl: 'max-age=60',
    Metadata: { made: 'by hand' },
  };
  const { ETag } = await put('headers', said);
  const wanted = { ...said, ETag, ContentLength: 10, AcceptRanges: 'bytes' };
  expect(await get('headers')).toMatchObject(wanted);
  const head = await server.client.send(new HeadObjectCommand({ Bucket, Key: 'headers' }));
  expect(head).toMatchObject(wanted);
  await put('headers', { ContentType: 'image/png' });
  const { CacheControl, ContentType, Metadata } = await get('headers');
  expect([CacheControl, ContentType, Metadata]).toEqual([undefined, 'image/png', {}]);
});

test.each<[string, string | null, string | null]>([
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=8-', '89', 'bytes 8-9/10'],
  ['bytes=-3', '789', 'bytes 7-9/10'],
  ['bytes=-30', '0123456789', 'bytes 0-9/10'],
  ['bytes=5-900', '56789', 'bytes 5-9/10'],
  ['bytes=10-', null, null],
  ['bytes=-0', null, null],
  ['bytes=3-1', '0123456789', null],
  ['bytes=0-1,4-5', '0123456789', null],
  ['lines=1-2', '0123456789', null],
])('the range %s has the right bytes', async (Range, text, wanted) => {
  await put('range');
  if (text === null) {
    expect(await outcomeOf(() => get('range', { Range }))).toBe('InvalidRange');
    return;
  }
  const { Body, ContentRange = null, ContentLength, $metadata } = await get('range', { Range });
  expect([await Body?.transformToString(), ContentRange, ContentLength]).toEqual([text, wanted, text.length]);
  expect($metadata.httpStatusCode).toBe(wanted === null ? 200 : 206);
});

test('any range of a large object is a slice of its bytes', async () => {
  const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, n) => (n * 7919) % 251));
  await put('large', { Body: bytes });
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(2_000_000), async (begin, length) => {
      const { Body } = await get('large', { Range: `bytes=${begin}-${begin + length}` });
      const got = Buffer.from((await Body?.transformToByteArray()) ?? []);
      expect(got.equals(bytes.subarray(begin, begin + length + 1))).toBe(true);
    }),
    { seed: SEED, numRuns: 20 },
  );
});

test('a read with conditions returns the object only if they hold', async () => {
  const { ETag = '' } = await put('conditions');
  const changed = (await get('conditions')).LastModified ?? new Date(0);
  const before = new Date(changed.getTime() - 60_000);
  const statusOf = (more: object): Promise<number | undefined> =>
    get('conditions', more).then(
      ({ $metadata }) => $metadata.httpStatusCode,
      (error: unknown) => (error as S3ServiceException).$metadata.httpStatusCode,
    );
  expect(await statusOf({ IfNoneMatch: ETag })).toBe(304);
  expect(await statusOf({ IfNoneMatch: '"other"' })).toBe(200);
  expect(await statusOf({ IfMatch: ETag })).toBe(200);
  expect(await statusOf({ IfMatch: '"other"' })).toBe(412);
  expect(await statusOf({ IfModifiedSince: changed })).toBe(304);
  expect(await statusOf({ IfModifiedSince: before })).toBe(200);
  expect(await statusOf({ IfUnmodifiedSince: before })).toBe(412);
});

test('of many writes that need a new key exactly one wins', async () => {
  const writes = Array.from({ length: 12 }, (_, n) =>
    outcomeOf(() => put('new', { Body: String(n).padStart(10), IfNoneMatch: '*' })),
  );
  const outcomes = await Promise.all(writes);
  expect(outcomes.filter((each) => each === 'answered')).toHaveLength(1);
  expect(new Set(outcomes)).toEqual(new Set(['answered', 'PreconditionFailed']));
  expect(Number(await textOf('new'))).toBe(outcomes.indexOf('answered'));
});

test('a write that needs an ETag replaces that object alone', async () => {
  const { ETag } = await put('replaced');
  const replace = () => put('replaced', { Body: 'second', IfMatch: ETag });
  expect(await outcomeOf(replace)).toBe('answered');
  expect(await outcomeOf(replace)).toBe('PreconditionFailed');
  expect(await outcomeOf(() => put('never', { IfMatch: ETag }))).toBe('NoSuchKey');
  expect(await textOf('replaced')).toBe('second');
});

test.each<[string, Partial<PutObjectCommandInput>, string]>([
  ['CRC32', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
  ['CRC32C', { ChecksumCRC32C: 'AAAAAA==' }, 'BadDigest'],
  ['SHA-1', { ChecksumSHA1: Buffer.alloc(20).toString('base64') }, 'BadDigest'],
  ['SHA-256', { ChecksumSHA256: Buffer.alloc(32).toString('base64') }, 'BadDigest'],
  ['MD5', { ContentMD5: Buffer.alloc(16).toString('base64') }, 'BadDigest'],
  ['malformed SHA-256', { ChecksumSHA256: 'short' }, 'InvalidRequest'],
])('an object with a wrong %s is not stored', async (name, more, wanted) => {
  const Key = `wrong ${name}`;
  expect(await outcomeOf(() => put(Key, more))).toBe(wanted);
  expect(await outcomeOf(() => get(Key))).toBe('NoSuchKey');
});

test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
  '%s is verified, stored and returned',
  async (name) => {
    await put(name, { ChecksumAlgorithm: name });
    const { Body, ...found } = await get(name, { ChecksumMode: 'ENABLED' });
    expect(await Body?.transformToString()).toBe('0123456789');
    const digest = found[`Checksum${name}`];
    expect(digest).toMatch(/^[\w+/]+=*$/);
    const attributes = await server.client.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: name,
        ObjectAttributes: ['Checksum', 'ObjectSize', 'ETag'],
      }),
    );
    expect(attributes.Checksum?.[`Checksum${name}`]).toBe(digest);
    expect([attributes.ObjectSize, `"${attributes.ETag ?? ''}"`]).toEqual([10, found.ETag]);
  },
);

test('tags belong to one version of an object', async () => {
  await put('tagged', { Tagging: 'a=1&b=x%20y' });
  const at = { Bucket, Key: 'tagged' };
  const tags = async () => (await server.client.send(new GetObjectTaggingCommand(at))).TagSet;
  expect(await tags()).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: 'x y' },
  ]);
  expect((await get('tagged')).TagCount).toBe(2);
  const TagSet = [{ Key: 'c', Value: '<&>' }];
  await server.client.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet } }));
  expect(await tags()).toEqual(TagSet);
  await server.client.send(new DeleteObjectTaggingCommand(at));
  expect(await tags()).toEqual([]);
  await server.client.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet } }));
  await put('tagged');
  expect(await tags()).toEqual([]);
  const missing = new PutObjectTaggingCommand({ Bucket, Key: 'never', Tagging: { TagSet } });
  expect(await outcomeOf(() => server.client.send(missing))).toBe('NoSuchKey');
});

test('a copy has the bytes, headers and tags of its source, or new ones', async () => {
  await put('source é', { ContentType: 'text/plain', Metadata: { a: 'b' }, Tagging: 'a=1' });
  const source = { Bucket, CopySource: encodeURIComponent(`${Bucket}/source é`).replace('%2F', '/') };
  await server.client.send(new CopyObjectCommand({ ...source, Key: 'copy' }));
  const copied = await get('copy');
  expect([copied.ContentType, copied.Metadata, copied.TagCount]).toEqual(['text/plain', { a: 'b' }, 1]);
  expect(await copied.Body?.transformToString()).toBe('0123456789');
  await server.client.send(
    new CopyObjectCommand({
      ...source,
      Bucket: 'other',
      Key: 'copy',
      ContentType: 'image/png',
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
    }),
  );
  const replaced = await get('copy', { Bucket: 'other' });
  expect([replaced.ContentType, replaced.Metadata, replaced.TagCount]).toEqual(['image/png', {}, undefined]);
  await replaced.Body?.transformToString();
  const toItself = new CopyObjectCommand({ ...source, Key: 'source é' });
  expect(await outcomeOf(() => server.client.send(toItself))).toBe('InvalidRequest');
});

test('a list groups keys by a delimiter, in pages, each once', async () => {
  const keys = ['list/', 'list/a/1', 'list/a/2', 'list/b', 'list/c/1', 'list/c/2', 'list/d e', 'list/é/1'];
  for (const key of keys) await put(key);
  const input = { Bucket, Prefix: 'list/', Delimiter: '/' };
  const names: unknown[] = [];
  for await (const page of paginateListObjectsV2({ client: server.client, pageSize: 2 }, input)) {
    const found = [
      ...(page.Contents ?? []).map(({ Key }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    ];
    expect(page.KeyCount).toBe(found.length);
    names.push(...found.sort());
  }
  expect(names).toEqual(['list/', 'list/a/', 'list/b', 'list/c/', 'list/d e', 'list/é/']);
  const { Contents, EncodingType } = await server.client.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'list/d', EncodingType: 'url' }),
  );
  expect([EncodingType, Contents?.[0]?.Key]).toEqual(['url', 'list/d%20e']);
});
