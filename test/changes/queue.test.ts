import { EventEmitter, once } from 'node:events';

import { openStreams } from '../../src/local-cloud/dynamodb/index.ts';
import { openBackground } from '../../src/local/background.ts';
import type { LogEntry } from '../../src/server/index.ts';
import { deliver, openEventSource, openQueue } from '../../src/local-cloud/sqs/index.ts';

const VISIBILITY = 60_000;

/** Opens a queue with a clock that the test moves. */
function queueRig() {
  let clock = 0;
  const dead: string[] = [];
  const queue = openQueue({
    visibility: VISIBILITY,
    maxReceives: 3,
    onDead: ({ body, receives }) => dead.push(`${body} ${receives}`),
    now: () => clock,
  });
  return {
    queue,
    dead,
    pass: (time: number) => (clock += time),
    send: (group: string, bodies: readonly string[], delay?: number) => {
      queue.send(
        bodies.map((body) => ({ group, body })),
        delay,
      );
    },
    /** Receives messages until none is visible, at most so many, and returns their bodies. */
    take: (most = Infinity): string[] => {
      const bodies: string[] = [];
      for (let next = queue.receive(); next; next = bodies.length < most ? queue.receive() : null)
        bodies.push(next.body);
      return bodies;
    },
  };
}

test('a message that was received is hidden until its time is over, and counts how often it came', () => {
  const { queue, send, pass } = queueRig();
  send('acme', ['one']);
  expect(queue.receive()).toMatchObject({ body: 'one', group: 'acme', receives: 1 });
  expect(queue.receive()).toBeNull();
  pass(VISIBILITY - 1);
  expect(queue.receive()).toBeNull();
  expect(queue.nextAt()).toBe(VISIBILITY);
  pass(1);
  expect(queue.receive()).toMatchObject({ body: 'one', receives: 2 });
});

test('a deleted message does not come again, although its reader was slower than its time', () => {
  const { queue, send, pass } = queueRig();
  send('acme', ['slow', 'next']);
  const slow = queue.receive();
  pass(VISIBILITY);
  expect(queue.receive()).toMatchObject({ body: 'next' });
  queue.delete(slow ?? { id: '', group: '' });
  expect(queue.receive()).toBeNull();
  pass(VISIBILITY);
  expect(queue.receive()).toMatchObject({ body: 'next', receives: 2 });
});

test('a delayed message is visible after its delay, and not before', () => {
  const { queue, send, pass, take } = queueRig();
  send('acme', ['later'], 900_000);
  pass(899_999);
  expect(take()).toEqual([]);
  expect(queue.nextAt()).toBe(900_000);
  pass(1);
  expect(take()).toEqual(['later']);
});

test('groups are served in turn, so 10,000 messages of one tenant keep another waiting for one', () => {
  const { send, take } = queueRig();
  send(
    'busy',
    Array.from({ length: 10_000 }, (_, at) => `busy ${at}`),
  );
  send('quiet', ['quiet']);
  expect(take(3)).toEqual(['busy 0', 'quiet', 'busy 1']);
});

test('a message that was received too often becomes a dead letter, reported once, and delays no other', () => {
  const { send, take, pass, dead, queue } = queueRig();
  send('acme', ['poison']);
  for (let receives = 1; receives <= 3; receives += 1) {
    expect(take()).toEqual(['poison']);
    expect(dead).toEqual([]);
    pass(VISIBILITY);
  }
  send('acme', ['good']);
  expect(take()).toEqual(['good']);
  expect(dead).toEqual(['poison 3']);
  pass(VISIBILITY);
  expect(take()).toEqual(['good']);
  expect(dead).toEqual(['poison 3']);
  expect(queue.nextAt()).toBe(3 * VISIBILITY + 2 * VISIBILITY);
});

test('a message whose function throws or names it comes again; one that it answers without is deleted', async () => {
  const { queue, send, pass, take } = queueRig();
  send('acme', ['throws', 'named', 'done']);
  const answers: Record<string, () => string[]> = {
    throws: () => {
      throw new Error('killed');
    },
    named: () => ['its id'],
    done: () => [],
  };
  for (let message = queue.receive(); message; message = queue.receive()) {
    const { id } = message;
    await deliver(queue, message, async ({ Records: [{ body }] }) => {
      await Promise.resolve();
      return { batchItemFailures: (answers[body]?.() ?? []).map(() => ({ itemIdentifier: id })) };
    }).catch(() => undefined);
  }
  pass(VISIBILITY);
  expect(take()).toEqual(['throws', 'named']);
});

test('an event source has at most its number of messages under way, and stops when they have ended', async () => {
  const { queue, send } = queueRig();
  send('acme', ['one', 'two', 'three', 'four']);
  const underWay: string[] = [];
  const progress = new EventEmitter();
  const source = openEventSource(queue, {
    call: async ({ Records: [{ body }] }) => {
      underWay.push(body);
      await once(progress, body);
      return { batchItemFailures: [] };
    },
    concurrency: 2,
    onError: (error) => {
      throw error;
    },
  });
  source.look();
  expect(underWay).toEqual(['one', 'two']);
  const stopped = source.stop();
  progress.emit('one');
  progress.emit('two');
  await stopped;
  expect(underWay).toEqual(['one', 'two']);
  expect(queue.receive()).toMatchObject({ body: 'three' });
});

test('the laptop logs work that failed five times as one dead letter, with its tenant and kind', async () => {
  const log: LogEntry[] = [];
  const calls = new EventEmitter();
  let ahead = 0;
  const background = openBackground({
    streams: openStreams(() => null),
    handlers: () => ({
      changes: () => Promise.resolve({ batchItemFailures: [] }),
      webhooks: () => Promise.resolve({ batchItemFailures: [] }),
      work: ({ Records = [] }) => {
        calls.emit('work');
        return Promise.resolve({
          batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
        });
      },
    }),
    log: (entry) => log.push(entry),
    now: () => Date.now() + ahead,
  });
  for (let receives = 1; receives <= 5; receives += 1) {
    const called = once(calls, 'work');
    await background.queue.send(receives === 1 ? [{ tenantId: 'acme', is: 'upkeep' }] : []);
    await called;
    ahead += VISIBILITY;
  }
  expect(log).toEqual([]);
  await background.queue.send([]);
  await background.queue.send([]);
  await background.stop();
  expect(log).toEqual([
    {
      level: 'error',
      message: 'the work of a tenant is a dead letter',
      tenantId: 'acme',
      is: 'upkeep',
      receives: 5,
    },
  ]);
});
