import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { type Delivery, openDelivery, openJournal } from '../../src/local-cloud/logs/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-delivery-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const line = (id: number): string => JSON.stringify({ message: 'request', id });

/** Opens the log of a process. What was delivered, as the ids of its lines, is the same for all of them. */
function openProcess(delivered: number[][], put: () => Promise<void> = () => Promise.resolve()): Delivery {
  return openDelivery({
    pattern: '{ ($.message = "request") }',
    now: Date.now,
    journal: openJournal(join(folder, 'bucket.waiting')),
    put: async (_time, _name, bytes) => {
      await put();
      const { logEvents } = JSON.parse(gunzipSync(bytes).toString()) as { logEvents: { message: string }[] };
      delivered.push(logEvents.map(({ message }) => (JSON.parse(message) as { id: number }).id));
    },
  });
}

test('the lines of a process that is killed are delivered by the next one', async () => {
  const delivered: number[][] = [];
  const killed = openProcess(delivered);
  killed.take(line(1));
  await killed.deliver();
  killed.take(line(2));
  killed.take(line(3));
  await openProcess(delivered).deliver();
  expect(delivered).toEqual([[1], [2, 3]]);
  expect(await openProcess(delivered).deliver()).toBe(false);
});

test('a line that a kill cut off takes no other line along', async () => {
  const delivered: number[][] = [];
  openProcess(delivered).take(line(1));
  appendFileSync(join(folder, 'bucket.waiting'), line(2).slice(0, 12));
  openProcess(delivered).take(line(3));
  await openProcess(delivered).deliver();
  expect(delivered).toEqual([[1, 3]]);
});

test('a line that comes while two deliveries of the same lines run is delivered next', async () => {
  const delivered: number[][] = [];
  const [opened, gate] = (() => {
    let open = (): void => undefined;
    return [
      () => {
        open();
      },
      new Promise<void>((resolve) => {
        open = resolve;
      }),
    ] as const;
  })();
  const log = openProcess(delivered, () => gate);
  log.take(line(1));
  const both = [log.deliver(), log.deliver()];
  log.take(line(2));
  opened();
  await Promise.all(both);
  await log.deliver();
  expect(delivered.at(-1)).toEqual([2]);
});

test('a line waits in memory if the disk takes none', async () => {
  const delivered: number[][] = [];
  const log = openProcess(delivered);
  rmSync(folder, { recursive: true });
  log.take(line(1));
  await log.deliver();
  expect(delivered).toEqual([[1]]);
  folder = mkdtempSync(join(tmpdir(), 'log-delivery-'));
});
