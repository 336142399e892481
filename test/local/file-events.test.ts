import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openFileEvents, type FileEvents, type FileEventsOptions } from '../../src/local/file-events.ts';
import { openJournal } from '../../src/local-cloud/logs/index.ts';

type Files = ReturnType<FileEventsOptions['handlers']>['files'];

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tenantql-events-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (): string => join(folder, 'events.jsonl');

/** Opens the queue of a process in front of a function. */
function openWith(files: Files): FileEvents {
  return openFileEvents({
    handlers: () => ({ files }),
    journal: openJournal(file()),
    log: () => undefined,
    now: Date.now,
  });
}

/** A function that takes each event, or names it as failed, and what it got. */
function taker(takes: boolean): {
  readonly files: Files;
  readonly got: string[];
  readonly next: () => Promise<void>;
} {
  const got: string[] = [];
  let heard = (): void => undefined;
  return {
    got,
    next: () =>
      new Promise((resolve) => {
        heard = resolve;
      }),
    files: ({ Records }) => {
      got.push(...Records.map(({ body }) => body));
      // After the answer.
      setImmediate(() => {
        heard();
      });
      const failed = Records.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return Promise.resolve({ batchItemFailures: takes ? [] : failed });
    },
  };
}

const left = (): readonly string[] => readFileSync(file(), 'utf8').split('\n').filter(Boolean);

describe('the queue of the events of files', () => {
  it('delivers events from its begin on, one after the other, and keeps none that was taken', async () => {
    const { files, got, next } = taker(true);
    const events = openWith(files);
    await events.send({ id: 1 });
    await events.send({ id: 2 });
    expect([got, left()]).toEqual([[], ['{"id":1}', '{"id":2}']]);

    const first = next();
    events.begin();
    await first;
    await events.stop();

    expect([got, left()]).toEqual([['{"id":1}', '{"id":2}'], []]);
  });

  it('keeps an event that failed for the next process', async () => {
    const failing = taker(false);
    const before = openWith(failing.files);
    before.begin();
    const heard = failing.next();
    await before.send({ id: 1 });
    await heard;
    await before.stop();
    expect(left()).toEqual(['{"id":1}']);

    const taking = taker(true);
    const after = openWith(taking.files);
    const again = taking.next();
    after.begin();
    await again;
    await after.stop();

    expect([taking.got, left()]).toEqual([['{"id":1}'], []]);
  });

  it('delivers nothing after its stop, and keeps what comes then', async () => {
    const { files, got } = taker(true);
    const events = openWith(files);
    events.begin();
    await events.stop();

    await events.send({ id: 3 });

    expect([got, left()]).toEqual([[], ['{"id":3}']]);
  });
});
