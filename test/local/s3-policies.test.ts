import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import type { Statement } from '../../src/local-cloud/iam/index.ts';
import { outcomeOf } from './iam-rig.ts';
import { Bucket, openS3Server, type S3Server } from './s3-server.ts';

const Key = 'acme/a';
const objects = 'arn:aws:s3:::files/acme/*';
const kms: Statement = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };

let server: S3Server;
let time = Date.now();
beforeEach(async () => {
  time = Date.now();
  server = await openS3Server({
    now: () => time,
    policy: {
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: '*',
          Condition: { StringEquals: { 's3:ExistingObjectTag/Scan': 'THREATS_FOUND' } },
        },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: '*',
          Condition: { NumericGreaterThan: { 's3:signatureAge': '900000' } },
        },
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::000000000000:role/some' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::files/shared/*',
        },
        { Effect: 'Allow', Principal: { Service: 'x.amazonaws.com' }, Action: 's3:*', Resource: '*' },
      ],
    },
  });
});
afterEach(() => server.close());

const clientWith = (...statements: readonly Statement[]): S3Client =>
  server.clientOf(server.sessionWith([kms, ...statements]));
const allow = (Action: string, Resource: string | readonly string[] = objects): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const at = { Bucket, Key };
const put = (more: object = {}, client: S3Client = server.client) =>
  client.send(new PutObjectCommand({ ...at, Body: 'text', ...more }));
const get = (more: object = {}, client: S3Client = server.client) =>
  client.send(new GetObjectCommand({ ...at, ...more }));

test.each<[string, (client: S3Client, UploadId: string) => Promise<unknown>, readonly string[]]>([
  ['PutObject', (to) => put({}, to), ['s3:PutObject']],
  ['PutObject with tags', (to) => put({ Tagging: 'a=b' }, to), ['s3:PutObject', 's3:PutObjectTagging']],
  ['GetObject', (to) => get({}, to), ['s3:GetObject']],
  ['HeadObject', (to) => to.send(new HeadObjectCommand(at)), ['s3:GetObject']],
  [
    'GetObjectAttributes',
    (to) => to.send(new GetObjectAttributesCommand({ ...at, ObjectAttributes: ['ETag'] })),
    ['s3:GetObject', 's3:GetObjectAttributes'],
  ],
  ['GetObjectTagging', (to) => to.send(new GetObjectTaggingCommand(at)), ['s3:GetObjectTagging']],
  [
    'PutObjectTagging',
    (to) => to.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })),
    ['s3:PutObjectTagging'],
  ],
  ['DeleteObject', (to) => to.send(new DeleteObjectCommand(at)), ['s3:DeleteObject']],
  [
    'CopyObject',
    (to) => to.send(new CopyObjectCommand({ Bucket, Key: 'acme/b', CopySource: `${Bucket}/${Key}` })),
    ['s3:GetObject', 's3:PutObject'],
  ],
  ['CreateMultipartUpload', (to) => to.send(new CreateMultipartUploadCommand(at)), ['s3:PutObject']],
  [
    'UploadPart',
    (to, UploadId) => to.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'x' })),
    ['s3:PutObject'],
  ],
  [
    'ListParts',
    (to, UploadId) => to.send(new ListPartsCommand({ ...at, UploadId })),
    ['s3:ListMultipartUploadParts'],
  ],
  [
    'AbortMultipartUpload',
    (to, UploadId) => to.send(new AbortMultipartUploadCommand({ ...at, UploadId })),
    ['s3:AbortMultipartUpload'],
  ],
])('%s needs exactly its actions, and the key', async (_name, call, actions) => {
  await put();
  const { UploadId = '' } = await server.client.send(
    new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }),
  );
  for (const missing of actions) {
    const rest = actions.filter((each) => each !== missing).map((each) => allow(each));
    const elsewhere = allow(missing, 'arn:aws:s3:::files/acme2/*');
    await expect(call(clientWith(...rest, elsewhere), UploadId)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  }
  expect(await outcomeOf(() => call(clientWith(...actions.map((each) => allow(each))), UploadId))).toBe(
    'answered',
  );
});

test('a completion needs the right to put', async () => {
  const { UploadId = '' } = await server.client.send(new CreateMultipartUploadCommand(at));
  const { ETag, ChecksumCRC32 } = await server.client.send(
    new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'x' }),
  );
  const input = { ...at, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] } };
  const complete = (client: S3Client) =>
    outcomeOf(() => client.send(new CompleteMultipartUploadCommand(input)));
  expect(await complete(clientWith(allow('s3:GetObject')))).toBe('AccessDenied');
  expect(await complete(clientWith(allow('s3:PutObject')))).toBe('answered');
});

test('bytes cannot be read or written without the key', async () => {
  await put();
  const client = server.clientOf(server.sessionWith([allow('s3:*')]));
  for (const call of [
    () => put({}, client),
    () => get({}, client),
    () => client.send(new CreateMultipartUploadCommand(at)),
    () => client.send(new CopyObjectCommand({ Bucket, Key: 'acme/b', CopySource: `${Bucket}/${Key}` })),
  ])
    expect(await outcomeOf(call)).toBe('AccessDenied');
  // Without a checksum, a HEAD reads no bytes.
  const plain = server.clientOf(client.config.credentials, { responseChecksumValidation: 'WHEN_REQUIRED' });
  expect(await outcomeOf(() => plain.send(new HeadObjectCommand(at)))).toBe('answered');
});

test('a list is judged by its prefix, its delimiter and its length', async () => {
  const list = (client: S3Client, more: object) =>
    outcomeOf(() => client.send(new ListObjectsV2Command({ Bucket, ...more })));
  const client = clientWith({
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::files',
    Condition: {
      StringLike: { 's3:prefix': 'acme/*' },
      StringEquals: { 's3:delimiter': '/' },
      NumericLessThanEquals: { 's3:max-keys': '10' },
    },
  });
  expect(await list(client, { Prefix: 'acme/', Delimiter: '/', MaxKeys: 10 })).toBe('answered');
  for (const more of [
    { Prefix: 'acme2/', Delimiter: '/', MaxKeys: 10 },
    { Delimiter: '/', MaxKeys: 10 },
    { Prefix: 'acme/', MaxKeys: 10 },
    { Prefix: 'acme/', Delimiter: '/', MaxKeys: 11 },
  ])
    expect(await list(client, more)).toBe('AccessDenied');
  const uploads = new ListMultipartUploadsCommand({ Bucket });
  expect(await outcomeOf(() => client.send(uploads))).toBe('AccessDenied');
  const may = clientWith(allow('s3:ListBucketMultipartUploads', 'arn:aws:s3:::files'));
  expect(await outcomeOf(() => may.send(uploads))).toBe('answered');
});

test('the policy of the bucket can deny by a tag, and allow a role', async () => {
  const client = clientWith(allow('s3:*'));
  await put({ Tagging: 'Scan=NO_THREATS_FOUND' });
  expect(await outcomeOf(() => get({}, client))).toBe('answered');
  await put({ Tagging: 'Scan=THREATS_FOUND' });
  expect(await outcomeOf(() => get({}, client))).toBe('AccessDenied');
  await put({ Key: 'shared/a' });
  expect(await outcomeOf(() => get({ Key: 'shared/a' }, clientWith()))).toBe('answered');
  expect(await outcomeOf(() => put({ Key: 'shared/a' }, clientWith()))).toBe('AccessDenied');
});

test('the policy of the bucket can bound the age of a signed URL', async () => {
  await put();
  const url = await getSignedUrl(server.client, new GetObjectCommand(at), { expiresIn: 3000 });
  time += 899_000;
  expect((await fetch(url)).status).toBe(200);
  time += 10_000;
  expect((await fetch(url)).status).toBe(403);
});
