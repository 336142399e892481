import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

import type { S3Event, ScanEvent } from '../../src/local-cloud/s3/index.ts';
import { outcomeOf } from './iam-rig.ts';
import { Bucket, openS3Server, type S3Server } from './s3-server.ts';

const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
type Event = S3Event | ScanEvent;

const opened: S3Server[] = [];
afterEach(async () => {
  for (const server of opened.splice(0).reverse()) await server.close();
});

async function openListening(
  options: Parameters<typeof openS3Server>[0] = {},
  take: (event: Event) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly server: S3Server; readonly events: Event[] }> {
  const events: Event[] = [];
  const server = await openS3Server({
    ...options,
    onEvent: async (event) => {
      events.push(event);
      await take(event);
    },
  });
  opened.push(server);
  return { server, events };
}

const put = ({ client }: S3Server, Key: string, Body = 'text') =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body) }));
const remove = ({ client }: S3Server, Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key }));
const brief = (event: Event): string => {
  const { detail } = event as S3Event;
  return 'reason' in detail
    ? `${event['detail-type']} ${detail.reason} ${detail.object.key}`
    : event['detail-type'];
};

test('each change is an event in the form of EventBridge, in order', async () => {
  const { server, events } = await openListening();
  const { ETag = '' } = await put(server, 'a b', 'hello');
  await server.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/a%20b` }));
  const Body = Buffer.alloc(6 * 1024 ** 2);
  await new Upload({ client: server.client, params: { Bucket, Key: 'large', Body } }).done();
  await remove(server, 'a b');
  await remove(server, 'never');
  await put(server, 'a b', 'again');
  await server.s3.idle();
  expect(events.map(brief)).toEqual([
    'Object Created PutObject a b',
    'Object Created CopyObject copy',
    'Object Created CompleteMultipartUpload large',
    'Object Deleted DeleteObject a b',
    'Object Created PutObject a b',
  ]);
  expect(events[0]).toEqual({
    version: '0',
    id: expect.any(String) as string,
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    region: 'eu-central-1',
    resources: [`arn:aws:s3:::${Bucket}`],
    detail: {
      version: '0',
      bucket: { name: Bucket },
      object: {
        key: 'a b',
        size: 5,
        etag: ETag.replaceAll('"', ''),
        sequencer: expect.any(String) as string,
      },
      reason: 'PutObject',
    },
  });
  expect((events[3] as S3Event).detail).toMatchObject({ 'deletion-type': 'Permanently Deleted' });
  const sequencers = events.map(({ detail }) => (detail as S3Event['detail']).object.sequencer);
  expect(sequencers).toEqual([...new Set(sequencers)].sort());
});

test('a refused write is no event', async () => {
  const { server, events } = await openListening();
  await put(server, 'a');
  const again = new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', IfNoneMatch: '*' });
  expect(await outcomeOf(() => server.client.send(again))).toBe('PreconditionFailed');
  await server.s3.idle();
  expect(events.map(brief)).toEqual(['Object Created PutObject a']);
});

test('an event that is rejected comes again', async () => {
  let failures = 2;
  const { server, events } = await openListening({}, () =>
    failures-- > 0 ? Promise.reject(new Error('not now')) : Promise.resolve(),
  );
  await put(server, 'a');
  await server.s3.idle();
  expect(events.map(brief)).toEqual(Array(3).fill('Object Created PutObject a'));
});

test('an event that a killed process did not deliver comes after the restart', async () => {
  let release: () => void = () => undefined;
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { server } = await openListening({}, () => blocked);
  await put(server, 'kept');
  await put(server, 'gone');
  await remove(server, 'gone');
  const journal = join(server.folder, `${Bucket}.events`);
  const kept = `${journal}.kept`;
  await copyFile(journal, kept);
  release();
  await server.s3.idle();
  // A process that is killed leaves the journal, and perhaps an announced write that it did not make.
  const sequencer = 'F'.repeat(18);
  const lines = ['never', 'kept'].map((key) =>
    JSON.stringify({
      begun: { name: 'ObjectCreated', key, reason: 'PutObject', sequencer, size: 1, etag: '"x"' },
    }),
  );
  await copyFile(kept, journal);
  await writeFile(journal, `${lines.join('\n')}\n{"begun":{"na`, { flag: 'a' });
  const next = await openListening({ kept: server.folder });
  await next.server.s3.idle();
  expect(next.events.map(brief)).toEqual([
    'Object Created PutObject kept',
    'Object Created PutObject gone',
    'Object Deleted DeleteObject gone',
  ]);
  const third = await openListening({ kept: server.folder });
  await third.server.s3.idle();
  expect(third.events).toEqual([]);
  await rm(kept);
  expect(await readdir(server.folder)).toContain(`${Bucket}.events`);
});

test('the scan tags each new object below its prefix with the result, and announces it', async () => {
  const { server, events } = await openListening({ scanned: ['uploads/'] });
  const chunk = 65_536;
  const bodies = {
    'uploads/clean': 'text',
    'uploads/empty': '',
    'uploads/virus': EICAR,
    // The text is at the border of two reads of the file.
    'uploads/hidden': `${'x'.repeat(chunk - 20)}${EICAR}${'y'.repeat(chunk)}`,
    'files/unscanned': EICAR,
  };
  for (const [key, body] of Object.entries(bodies)) await put(server, key, body);
  await server.s3.idle();
  const results = events.flatMap(({ detail }) =>
    'scanResultDetails' in detail
      ? [[detail.s3ObjectDetails.objectKey, detail.scanResultDetails.scanResultStatus]]
      : [],
  );
  expect(results).toEqual([
    ['uploads/clean', 'NO_THREATS_FOUND'],
    ['uploads/empty', 'NO_THREATS_FOUND'],
    ['uploads/virus', 'THREATS_FOUND'],
    ['uploads/hidden', 'THREATS_FOUND'],
  ]);
  const tagsOf = async (Key: string) =>
    (await server.client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
  const tag = (Value: string) => [{ Key: 'GuardDutyMalwareScanStatus', Value }];
  expect(await tagsOf('uploads/clean')).toEqual(tag('NO_THREATS_FOUND'));
  expect(await tagsOf('uploads/hidden')).toEqual(tag('THREATS_FOUND'));
  expect(await tagsOf('files/unscanned')).toEqual([]);
});
