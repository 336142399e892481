import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';

import { Bucket, openS3Server } from './s3-server.ts';

/** Runs the writer until it has printed a number of lines, and kills it. Returns all that it printed. */
async function killedAfter(count: number, folder: string, round: string): Promise<readonly string[]> {
  const writer = join(__dirname, 's3-writer.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', writer, folder, round], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return lines;
}

const startingWith = (word: string, lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));

test('a killed process leaves every acknowledged change, no part of an object, and no event unsaid', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenantql-s3-'));
  for (const round of ['a', 'b', 'c']) {
    const lines = await killedAfter({ a: 15, b: 28, c: 41 }[round] ?? 0, folder, round);
    const events = [...startingWith('event', lines)];
    const server = await openS3Server({
      kept: folder,
      onEvent: ({ detail }) => {
        if ('reason' in detail) events.push(`${detail.reason} ${detail.object.key}`);
        return Promise.resolve();
      },
    });
    await server.s3.idle();
    const made = startingWith('made', lines);
    expect(made.filter((change) => !events.includes(change))).toEqual([]);
    const { Contents = [] } = await server.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: `${round}-` }),
    );
    const keys = Contents.map(({ Key = '' }) => Key);
    const deleted = made
      .filter((change) => change.startsWith('DeleteObject'))
      .map((change) => change.split(' ')[1]);
    const written = made
      .filter((change) => !change.startsWith('DeleteObject'))
      .map((change) => change.split(' ')[1]);
    expect(
      written.filter(
        (key) =>
          !deleted.includes(key) &&
          !keys.includes(key ?? '') &&
          !events.includes(`DeleteObject ${key ?? ''}`),
      ),
    ).toEqual([]);
    expect(keys.filter((key) => deleted.includes(key))).toEqual([]);
    for (const { Key = '', Size = 0 } of Contents) {
      const { Body } = await server.client.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      expect(bytes.equals(Buffer.alloc(Size, Key))).toBe(true);
      expect([5 * 1024 ** 2 + 1000, 200_000, 400_000]).toContain(Size);
      expect(events.some((event) => event.endsWith(` ${Key}`))).toBe(true);
    }
    expect(await readdir(join(folder, Bucket, 'incoming')).catch(() => [])).toEqual([]);
    const { Uploads = [] } = await server.client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads.filter(({ Key = '' }) => keys.includes(Key))).toEqual([]);
    await server.close();
  }
  await rm(folder, { recursive: true, force: true });
});
