import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import {
  CREATE_UPLOAD,
  field,
  inputOf,
  openFilesWorld,
  type Begun,
  type FilesWorld,
} from '../test/isolation/files-world.ts';
import { POOL } from '../test/api.ts';
import { sha256 } from '../test/shared/sample-files.ts';
import { unitsOf } from '../test/shared/units.ts';

/** What one upload took, from the first request to the row that names the file. */
interface Took {
  readonly ms: number;
  /** Milliseconds of it in the PUT. */
  readonly put: number;
  /** Requests to the API, and calls and units of DynamoDB that they made. */
  readonly requests: number;
  readonly calls: number;
  readonly units: number;
}

const USAGE = `Usage: npm run bench:files [-- --rounds N] [-- --bytes N, at most 1000000]

Uploads files by the API, and in turns as one would write it by hand: a URL that the SDK signs, a PUT, and a row with the key.
The way by hand checks no rule, type, content, size or quota, and leaves every byte that no row names.
`;

/** Prints what an upload takes next to one that is written by hand, in the same run. */
async function main(): Promise<void> {
  const { rounds, bytes } = readOptions();
  const world = await openFilesWorld();
  try {
    const hand = await handOf(world);
    const ours: Took[] = [];
    const theirs: Took[] = [];
    for (let round = -2; round < rounds; round += 1) {
      const body = Buffer.alloc(bytes, `%PDF-1.4\n${String(round)}`);
      const [one, other] = [await upload(world, body), await hand(body)];
      // The first ones load modules.
      if (round < 0) continue;
      ours.push(one);
      theirs.push(other);
    }
    print(`${rounds} files of ${bytes} bytes`);
    for (const [name, all] of [
      ['by the API', ours],
      ['by hand', theirs],
    ] as const) {
      const { requests, calls, units } = middle(all, 'ms');
      print(
        `${name.padEnd(11)} ${middle(all, 'ms').ms.toFixed(1)} ms, of which the PUT ${middle(all, 'put').put.toFixed(1)} ms; ` +
          `${requests} requests, ${calls} calls and ${units} units of DynamoDB`,
      );
    }
    const ratio = (of: 'ms' | 'calls' | 'units'): string =>
      (middle(ours, of)[of] / middle(theirs, of)[of]).toFixed(1);
    print(`times by hand: ${ratio('ms')} the time, ${ratio('calls')} the calls, ${ratio('units')} the units`);
  } finally {
    await world.close();
  }
}

/** Uploads a file by the API and creates a row with it. */
async function upload(world: FilesWorld, body: Buffer): Promise<Took> {
  const started = performance.now();
  const created = await world.ask('alice', CREATE_UPLOAD, { input: inputOf(body) });
  const begun = { ...(field(created) as Omit<Begun, 'body'>), body };
  const putting = performance.now();
  const { status, code } = await world.put(begun);
  if (status !== 200) throw new Error(`${status} ${code ?? ''}`);
  const put = performance.now() - putting;
  const rest = await world.ask(
    'alice',
    'mutation ($id: ID!) { completeUpload(id: $id) { id } createNote(input: { attachment: $id }) { id } }',
    begun,
  );
  if (rest.errors.length > 0) throw new Error(JSON.stringify(rest.errors));
  const { calls, reads, writes } = unitsOf([...created.calls, ...rest.calls]);
  return { ms: performance.now() - started, put, requests: 2, calls, units: reads + writes };
}

/** Returns the same as one would write it: a signed URL, a PUT, and a row that holds the key as text. */
async function handOf(world: FilesWorld): Promise<(body: Buffer) => Promise<Took>> {
  const { files, jobParts } = world.api;
  const { tenantId } = await jobParts.scopeOf('acme', 'bench');
  const client = new S3Client({
    region: POOL.region,
    endpoint: world.url,
    forcePathStyle: true,
    credentials: await files.bucket.iam.assumeOf('graphql')(tenantId),
    // The signature holds the checksum that the client names.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  let count = 0;
  return async (body) => {
    const started = performance.now();
    const key = `uploads/acme/by-hand-${String((count += 1))}/original`;
    const command = new PutObjectCommand({
      Bucket: files.bucket.name,
      Key: key,
      ContentType: 'application/pdf',
      ContentLength: body.length,
      ChecksumSHA256: sha256(body),
    });
    const url = await getSignedUrl(client, command, { expiresIn: 900 });
    const putting = performance.now();
    const sent = await fetch(url, { method: 'PUT', body, headers: { 'content-type': 'application/pdf' } });
    if (!sent.ok) throw new Error(await sent.text());
    const put = performance.now() - putting;
    const created = await world.ask(
      'alice',
      'mutation ($title: String) { createNote(input: { title: $title }) { id } }',
      { title: key },
    );
    field(created);
    const { calls, reads, writes } = unitsOf(created.calls);
    return { ms: performance.now() - started, put, requests: 1, calls, units: reads + writes };
  };
}

/** Returns the run in the middle, by one of its figures. */
function middle(all: readonly Took[], by: keyof Took): Took {
  const sorted = [...all].sort((one, other) => one[by] - other[by]);
  const found = sorted[Math.floor(sorted.length / 2)];
  if (!found) throw new Error('There are no rounds.');
  return found;
}

function readOptions(): { readonly rounds: number; readonly bytes: number } {
  const options = {
    rounds: { type: 'string', default: '30' },
    bytes: { type: 'string', default: '100000' },
  } as const;
  const { values } = parseArgs({ options });
  const [rounds, bytes] = [Number(values.rounds), Number(values.bytes)];
  if (Number.isInteger(rounds) && rounds > 0 && Number.isInteger(bytes) && bytes > 8 && bytes <= 1_000_000)
    return { rounds, bytes };
  process.stderr.write(USAGE);
  process.exit(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
