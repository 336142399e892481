import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  CopyObjectCommand,
  type S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { HTML } from '../shared/sample-files.ts';
import { openDirectClients } from './direct-client.ts';
import { openFilesWorld, type FilesWorld } from './files-world.ts';
import { sendRaw } from './raw-request.ts';

// What the credentials of the identity pool reach: the folder files/<tenant>/ and nothing else. IAM refuses everything else.

let world: FilesWorld;
let alice: S3Client;
let carol: S3Client;
let bucket: string;
let clientOf: ReturnType<typeof openDirectClients>;
/** The keys of a file of a row, by tenant. */
const held: Record<string, string> = {};
beforeAll(async () => {
  world = await openFilesWorld();
  bucket = world.api.files.bucket.name;
  clientOf = openDirectClients(world);
  alice = await clientOf((await world.api.cognito.issueTokens('alice')).idToken);
  carol = await clientOf((await world.api.cognito.issueTokens('carol')).idToken);
  for (const [user, tenant] of [
    ['alice', 'acme'],
    ['carol', 'globex'],
  ] as const) {
    const id = await world.file(user);
    await world.note(user, id);
    held[tenant] = `uploads/${tenant}/${id}/original`;
  }
  await put(alice, 'files/acme/own.txt');
  await put(carol, 'files/globex/own.txt');
});
afterAll(() => world.close());

const put = (client: S3Client, Key: string): Promise<unknown> =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x', ContentType: 'text/plain' }));

/** Expects that a call is denied, and that no object has changed. */
async function expectDenied(call: () => Promise<unknown>): Promise<void> {
  const before = await world.objects();
  await expect(call()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  expect(await world.objects()).toEqual(before);
}

const foreign = (): readonly (readonly [string, string])[] => [
  ['a direct file of another tenant', 'files/globex/own.txt'],
  ['a new direct file of another tenant', 'files/globex/new.txt'],
  ['a file of a row of another tenant', held['globex'] ?? ''],
  ['a file of a row of its own tenant', held['acme'] ?? ''],
  ['a new object among the uploads of its own tenant', 'uploads/acme/new/original'],
  ['a new object among the uploads of another tenant', 'uploads/globex/new/original'],
  ['the folder of a tenant whose id begins as its own', 'files/acme2/x'],
  ['the folder of no tenant', 'files/x'],
  ['an empty tenant', 'files//x'],
  ['a wildcard as tenant', 'files/*/x'],
  ['the root', 'x'],
  ['a path above its own', '../files/globex/own.txt'],
  ['its own tenant in capitals', 'files/ACME/x'],
];

describe.each(foreign().map(([title], at) => [title, at] as const))('%s', (_title, at) => {
  const key = (): string => foreign()[at]?.[1] ?? '';

  test('is not read, written, copied, tagged or deleted by the credentials of a browser', async () => {
    const [Bucket, Key] = [bucket, key()];
    for (const command of [
      () => alice.send(new GetObjectCommand({ Bucket, Key })),
      () => alice.send(new HeadObjectCommand({ Bucket, Key })),
      () => alice.send(new PutObjectCommand({ Bucket, Key, Body: HTML })),
      () => alice.send(new DeleteObjectCommand({ Bucket, Key })),
      () => alice.send(new CreateMultipartUploadCommand({ Bucket, Key })),
    ])
      await expectDenied(command);
    const removed = await alice
      .send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }))
      .catch((error: unknown) => ({ Errors: [{ Code: (error as S3ServiceException).name }] }));
    expect(removed.Errors).toMatchObject([{ Code: 'AccessDenied' }]);
    const copy = new CopyObjectCommand({ Bucket, Key: 'files/acme/copy', CopySource: `/${bucket}/${key()}` });
    await expect(alice.send(copy)).rejects.toBeDefined();
    expect((await world.objects()).filter((one) => one.startsWith('files/acme/copy'))).toEqual([]);
    await expect(
      alice.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [] } })),
    ).rejects.toBeDefined();
  });

  test('is not reached by a link that a browser signs', async () => {
    const before = await world.objects();
    for (const [method, command] of [
      ['GET', new GetObjectCommand({ Bucket: bucket, Key: key() })],
      ['PUT', new PutObjectCommand({ Bucket: bucket, Key: key() })],
    ] as const) {
      const url = await getSignedUrl(alice, command, { expiresIn: 900 });
      const answer = await sendRaw({ url, method, ...(method === 'PUT' && { body: HTML }) });
      // A client resolves a path with dots, which then names no bucket.
      expect(answer.status).toBe(key().startsWith('..') ? 404 : 403);
    }
    expect(await world.objects()).toEqual(before);
  });
});

test.each([
  ['another tenant', { Prefix: 'files/globex/' }],
  ['the uploads of the own tenant', { Prefix: 'uploads/acme/' }],
  ['the uploads of another tenant', { Prefix: 'uploads/globex/' }],
  ['all tenants', { Prefix: 'files/' }],
  ['tenants whose ids begin as the own', { Prefix: 'files/acme' }],
  ['an empty prefix', { Prefix: '' }],
  ['no prefix', {}],
  ['all tenants as folders', { Prefix: 'files/', Delimiter: '/' }],
])('a browser does not list %s', (_title, input) =>
  expectDenied(() => alice.send(new ListObjectsV2Command({ Bucket: bucket, ...input }))),
);

test('a page of a list does not continue into another tenant', async () => {
  const input = { Bucket: bucket, Prefix: 'files/acme/', StartAfter: 'files/globex/' };
  expect((await alice.send(new ListObjectsV2Command(input))).Contents ?? []).toEqual([]);
  const own = await alice.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'files/acme/' }));
  expect(own.Contents?.map(({ Key }) => Key)).toEqual(['files/acme/own.txt']);
});

test('a browser does not list uploads under way, and does not change the bucket', async () => {
  for (const command of [
    () => alice.send(new ListMultipartUploadsCommand({ Bucket: bucket })),
    () => alice.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [] } })),
  ])
    await expect(command()).rejects.toMatchObject({
      $metadata: { httpStatusCode: expect.any(Number) as number },
    });
});

test('a key with dots below the own folder stays a key below the own folder', async () => {
  const before = (await world.objects()).filter((one) => one.includes('globex'));
  await put(alice, 'files/acme/../globex/own.txt').catch(() => undefined);
  expect((await world.objects()).filter((one) => one.startsWith('files/globex/'))).toEqual(
    before.filter((one) => one.startsWith('files/globex/')),
  );
});

test('a token of an API key, of another pool or of another client gets no credentials', async () => {
  await expect(clientOf('nonsense')).rejects.toBeDefined();
  const operator = (await world.api.operators.issueTokens('opal')).idToken;
  await expect(clientOf(operator)).rejects.toBeDefined();
  const { accessToken } = await world.api.cognito.issueTokens('alice');
  await expect(clientOf(accessToken)).rejects.toBeDefined();
});
