import { Upload } from '@aws-sdk/lib-storage';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { keyRequests, openJudge, openSessions } from '../../src/local-cloud/iam/index.ts';
import { localS3 } from '../../src/local-cloud/s3/index.ts';

/**
 * Writes objects until it is killed, and deletes each third. It prints each change once it is acknowledged, and each event
 * once it is delivered; s3-killed.test.ts kills it.
 */
const [folder = '', round = ''] = process.argv.slice(2);
const Bucket = 'files';
const region = 'eu-central-1';
const PART = 5 * 1024 ** 2;

const sessions = openSessions();
const s3 = localS3({
  buckets: [
    {
      name: Bucket,
      onEvent: ({ detail }) => {
        if ('reason' in detail) say('event', detail.reason, detail.object.key);
        return Promise.resolve();
      },
    },
  ],
  folder,
  region,
  judge: openJudge(sessions),
  keyRequest: keyRequests({ arn: `arn:aws:kms:${region}:000000000000:key/local`, region }),
});
const credentials = sessions.ofRole({
  arn: 'arn:aws:iam::000000000000:role/all',
  trust: { Statement: [] },
  policies: [{ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
});
const client = new S3Client({ region, credentials, requestHandler: s3, maxAttempts: 1 });

function say(...words: readonly string[]): void {
  process.stdout.write(`${words.join(' ')}\n`);
}

async function write(Key: string, size: number): Promise<void> {
  const Body = Buffer.alloc(size, Key);
  if (size > PART) await new Upload({ client, params: { Bucket, Key, Body } }).done();
  else await client.send(new PutObjectCommand({ Bucket, Key, Body }));
  say('made', size > PART ? 'CompleteMultipartUpload' : 'PutObject', Key);
}

async function work(): Promise<never> {
  s3.start();
  for (let count = 0; ; count += 1) {
    const names = [1, 2, 3].map((each) => `${round}-${count}-${each}`);
    await Promise.all(names.map((name, at) => write(name, at === 0 ? PART + 1000 : 200_000 * at)));
    const gone = names[2] ?? '';
    await client.send(new DeleteObjectCommand({ Bucket, Key: gone }));
    say('made', 'DeleteObject', gone);
  }
}

void work();
