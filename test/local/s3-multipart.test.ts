import { createHash } from 'node:crypto';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  paginateListParts,
  UploadPartCommand,
  type CompleteMultipartUploadCommandInput,
  type CreateMultipartUploadCommandInput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { outcomeOf } from './iam-rig.ts';
import { Bucket, openS3Server, type S3Server } from './s3-server.ts';

const Key = 'acme/large';
const MB = 1024 ** 2;
const first = Buffer.alloc(5 * MB, 'a');
const second = Buffer.alloc(5 * MB + 7, 'b');
const last = Buffer.from('the end');

let server: S3Server;
beforeEach(async () => {
  server = await openS3Server();
});
afterEach(() => server.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

async function begin(more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const input = { Bucket, Key, ChecksumAlgorithm: 'SHA256', ...more } as const;
  const { UploadId = '' } = await server.client.send(new CreateMultipartUploadCommand(input));
  return UploadId;
}

const send = (UploadId: string, PartNumber: number, Body: Buffer, { client } = server) =>
  client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: 'SHA256' }),
  );

/** Completes an upload with the parts that S3 lists. */
async function complete(
  UploadId: string,
  more: Partial<CompleteMultipartUploadCommandInput> = {},
  { client } = server,
) {
  const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
  const named = Parts.map(({ PartNumber, ETag, ChecksumSHA256 }) => ({ PartNumber, ETag, ChecksumSHA256 }));
  const input = { Bucket, Key, UploadId, MultipartUpload: { Parts: named }, ...more };
  return client.send(new CompleteMultipartUploadCommand(input as CompleteMultipartUploadCommandInput));
}

async function content(): Promise<Buffer> {
  const { Body } = await server.client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

test('parts that come in any order, also twice, become one object', async () => {
  const id = await begin({ ContentType: 'video/mp4', Metadata: { a: 'b' }, Tagging: 'c=d' });
  await send(id, 3, last);
  await send(id, 1, Buffer.alloc(5 * MB, 'x'));
  await Promise.all([send(id, 2, second), send(id, 1, first)]);
  expect(await outcomeOf(content)).toBe('NoSuchKey');
  const { ETag, ChecksumSHA256 } = await complete(id);
  const whole = Buffer.concat([first, second, last]);
  expect((await content()).equals(whole)).toBe(true);
  const digests = [first, second, last].map((bytes) => Buffer.from(sha256(bytes), 'base64'));
  expect([ETag, ChecksumSHA256]).toEqual([
    expect.stringMatching(/^"[0-9a-f]{32}-3"$/),
    `${sha256(Buffer.concat(digests))}-3`,
  ]);
  const head = await server.client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({
    ContentType: 'video/mp4',
    Metadata: { a: 'b' },
    TagCount: 1,
    ContentLength: whole.length,
    ChecksumSHA256,
    ChecksumType: 'COMPOSITE',
    ETag,
  });
  const attributes = new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectParts'] });
  expect((await server.client.send(attributes)).ObjectParts?.TotalPartsCount).toBe(3);
  expect(await outcomeOf(() => complete(id))).toBe('NoSuchUpload');
});

test('an upload whose process was killed after its completion is gone after the restart', async () => {
  const id = await begin();
  await send(id, 1, last);
  const [folder, kept] = [join(server.folder, Bucket, 'uploads'), join(server.folder, 'kept')];
  await cp(folder, kept, { recursive: true });
  await complete(id);
  await cp(kept, folder, { recursive: true });
  const next = await openS3Server({ kept: server.folder });
  expect(await outcomeOf(() => complete(id, {}, next))).toBe('NoSuchUpload');
  expect(await readdir(folder)).toEqual([]);
  expect((await content()).toString()).toBe('the end');
  await next.close();
});

test('an upload continues after a restart', async () => {
  const id = await begin();
  await send(id, 1, first);
  const next = await openS3Server({ kept: server.folder });
  await send(id, 2, last, next);
  await complete(id, {}, next);
  expect((await content()).equals(Buffer.concat([first, last]))).toBe(true);
  await next.close();
});

test('signed URLs bring parts with their own bytes alone', async () => {
  const id = await begin();
  const command = new UploadPartCommand({
    Bucket,
    Key,
    UploadId: id,
    PartNumber: 1,
    ContentLength: last.length,
    ChecksumSHA256: sha256(last),
  });
  const url = await getSignedUrl(server.client, command, {
    signableHeaders: new Set(['host', 'content-length']),
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
  });
  const headers = { 'x-amz-checksum-sha256': sha256(last) };
  const put = (body: string, to = url) => fetch(to, { method: 'PUT', body, headers });
  expect((await put('the END')).status).toBe(400);
  expect((await put('the end')).status).toBe(200);
  expect((await put('the end', url.replace('partNumber=1', 'partNumber=2'))).status).toBe(403);
  await complete(id);
  expect((await content()).toString()).toBe('the end');
});

test.each<
  [string, (id: string, etags: readonly string[]) => Partial<CompleteMultipartUploadCommandInput>, string]
>([
  [
    'of wrong order',
    (_id, [a, b]) => ({
      MultipartUpload: {
        Parts: [
          { PartNumber: 2, ETag: b },
          { PartNumber: 1, ETag: a },
        ],
      },
    }),
    'InvalidPartOrder',
  ],
  [
    'that is not there',
    (_id, [a]) => ({ MultipartUpload: { Parts: [{ PartNumber: 3, ETag: a }] } }),
    'InvalidPart',
  ],
  [
    'with the ETag of another',
    (_id, [a]) => ({ MultipartUpload: { Parts: [{ PartNumber: 2, ETag: a }] } }),
    'InvalidPart',
  ],
  [
    'too small before another',
    (_id, [a, b]) => ({
      MultipartUpload: {
        Parts: [
          { PartNumber: 1, ETag: a },
          { PartNumber: 2, ETag: b },
        ],
      },
    }),
    'EntityTooSmall',
  ],
  ['that is none', () => ({ MultipartUpload: { Parts: [] } }), 'MalformedXML'],
  ['of another size', () => ({ MpuObjectSize: 8 }), 'EntityTooSmall'],
])('an upload is not completed with a part %s', async (_what, more, wanted) => {
  const id = await begin({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const etags: string[] = [];
  for (const PartNumber of [1, 2]) {
    const part = {
      Bucket,
      Key,
      UploadId: id,
      PartNumber,
      Body: `part ${PartNumber}`,
      ChecksumAlgorithm: 'CRC32',
    } as const;
    etags.push((await server.client.send(new UploadPartCommand(part))).ETag ?? '');
  }
  expect(await outcomeOf(() => complete(id, more(id, etags)))).toBe(wanted);
  expect(await outcomeOf(content)).toBe('NoSuchKey');
  // The upload is still there.
  const Parts = [{ PartNumber: 2, ETag: etags[1] }];
  await complete(id, { MultipartUpload: { Parts } });
  expect((await content()).toString()).toBe('part 2');
});

test('an upload with checksums demands that of each part', async () => {
  const id = await begin();
  const part = { Bucket, Key, UploadId: id, PartNumber: 1, Body: 'x' } as const;
  const wrong = new UploadPartCommand({ ...part, ChecksumAlgorithm: 'CRC32' });
  expect(await outcomeOf(() => server.client.send(wrong))).toBe('InvalidRequest');
  const { ETag } = await send(id, 1, last);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  expect(await outcomeOf(() => complete(id, { MultipartUpload }))).toBe('InvalidRequest');
  expect(await outcomeOf(() => complete(id, { ChecksumSHA256: `${sha256(last)}-1` }))).toBe('BadDigest');
});

test('a completion that needs a new key refuses one that exists, and one of two wins', async () => {
  const ids = await Promise.all([begin(), begin()]);
  await Promise.all(ids.map((id) => send(id, 1, last)));
  const outcomes = await Promise.all(ids.map((id) => outcomeOf(() => complete(id, { IfNoneMatch: '*' }))));
  expect(outcomes.sort()).toEqual(['PreconditionFailed', 'answered']);
});

test('an aborted upload is gone with its parts', async () => {
  const [id, other] = [await begin(), await begin()];
  await send(id, 1, first);
  const listed = async () => {
    const { Uploads = [] } = await server.client.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: 'acme/' }),
    );
    return Uploads.map(({ UploadId }) => UploadId).sort();
  };
  expect(await listed()).toEqual([id, other].sort());
  const abort = () => server.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
  await abort();
  expect(await outcomeOf(abort)).toBe('NoSuchUpload');
  expect(await outcomeOf(() => send(id, 2, last))).toBe('NoSuchUpload');
  expect(await outcomeOf(() => complete(id))).toBe('NoSuchUpload');
  expect(await listed()).toEqual([other]);
  expect(await readdir(join(server.folder, Bucket, 'uploads'))).toEqual([other]);
});

test('an upload is known by its own key alone', async () => {
  const UploadId = await begin();
  for (const [Name, id] of [
    ['acme/other', UploadId],
    [Key, '../uploads'],
    [Key, 'x'],
  ] as const) {
    const call = server.client.send(new ListPartsCommand({ Bucket, Key: Name, UploadId: id }));
    await expect(call).rejects.toMatchObject({ name: 'NoSuchUpload' });
  }
});

test('a list of parts has pages', async () => {
  const UploadId = await begin();
  for (const number of [1, 2, 3, 10, 11]) await send(UploadId, number, last);
  const pages: unknown[] = [];
  for await (const { Parts = [] } of paginateListParts(
    { client: server.client, pageSize: 2 },
    { Bucket, Key, UploadId },
  ))
    pages.push(Parts.map(({ PartNumber }) => PartNumber));
  expect(pages).toEqual([[1, 2], [3, 10], [11]]);
  expect(await outcomeOf(() => send(UploadId, 10_001, last))).toBe('InvalidArgument');
});

test('the SDK uploads a stream of unknown length', async () => {
  const Body = Readable.from(
    (function* () {
      yield first;
      yield second;
      yield last;
    })(),
  );
  await new Upload({ client: server.client, params: { Bucket, Key, Body } }).done();
  expect((await content()).equals(Buffer.concat([first, second, last]))).toBe(true);
});
