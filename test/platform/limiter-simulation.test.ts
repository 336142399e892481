import { setImmediate } from 'node:timers/promises';

import { openBucketLease, SHARE_LIFE, type BucketLease } from '../../src/platform/limits/bucket-lease.ts';
import { rateLimitsOf, type RateLimits } from '../../src/platform/limits/rate-limits.ts';
import { randomFrom } from '../random-from.ts';
import { exactBuckets } from './exact-buckets.ts';
import { limitsOf } from './plans-for-tests.ts';

const SEED = 20_261_129;
const START = Date.UTC(2026, 10, 29);
const [RATE, BURST_SECONDS] = [10, 30];
const SECOND = 1000;

interface Traffic {
  readonly containers: number;
  /** Estimated and actual points of each request. */
  readonly cost?: readonly [number, number];
  /** Begins a container for each request, which gets no further one. */
  readonly isShortLived?: boolean;
}

/** Simulates containers that share the bucket of one tenant, on a clock of its own. */
function simulate({ containers, cost: [estimate, actual] = [1, 1], isShortLived = false }: Traffic) {
  const random = randomFrom(SEED);
  const buckets = exactBuckets();
  const found = rateLimitsOf(
    limitsOf({
      requestsPerSecond: RATE,
      costPerSecond: 1000,
      burstSeconds: BURST_SECONDS,
      requestsPerMonth: 1e6,
    }),
  );
  if (!found) throw new Error('The limits bind nothing.');
  const limits: RateLimits = found;
  let now = START;
  const troubles: unknown[] = [];
  const calls = new Set<Promise<unknown>>();
  const open = (): BucketLease =>
    openBucketLease('acme', {
      buckets,
      now: () => now,
      onTrouble: (error) => troubles.push(error),
      onCall: (call) => calls.add(call),
    });
  const processes = Array.from({ length: containers }, open);
  const passed: number[] = [];
  let refused = 0;
  const request = async (): Promise<void> => {
    const at = Math.floor(random() * containers);
    const process = isShortLived ? open() : (processes[at] as BucketLease);
    if (await process.take(limits, { requests: 1, cost: estimate })) refused += 1;
    else {
      passed.push(now);
      process.settle(limits, estimate, actual);
    }
    await Promise.all(calls);
    calls.clear();
    await setImmediate();
  };
  return {
    buckets,
    troubles,
    passed,
    refused: () => refused,
    /** Sends requests at random times, `rate` a second on average, for so many seconds. */
    run: async (rate: number, seconds: number): Promise<void> => {
      const end = now + seconds * SECOND;
      for (;;) {
        const next = now + (-Math.log(1 - random()) / rate) * SECOND;
        if (next >= end) break;
        now = Math.ceil(next);
        await request();
      }
      now = end;
    },
  };
}

/** Returns the most requests beyond the bucket and its refill that pass in any window of time. */
function mostBeyond(passed: readonly number[]): number {
  // The largest sum of consecutive gains, each request 1 and each second -RATE.
  let [most, sum] = [0, 0];
  passed.forEach((at, index) => {
    sum = Math.max(0, sum - ((at - (passed[index - 1] ?? at)) * RATE) / SECOND) + 1;
    most = Math.max(most, sum);
  });
  return most - RATE * BURST_SECONDS;
}

describe.each([1, 20, 50, 200])('a tenant whose requests spread over %i containers', (containers) => {
  it('is never refused at half of its limit, and keeps its burst', async () => {
    const { run, refused, passed, troubles } = simulate({ containers });
    await run(RATE / 2, 60);
    expect(refused()).toBe(0);
    await run(50, 5);
    expect([refused(), troubles]).toEqual([0, []]);
    expect(passed.length).toBeGreaterThan(500);
  });

  it('keeps its burst when each request may cost much more than it does', async () => {
    const { run, refused } = simulate({ containers, cost: [101, 5] });
    await run(RATE / 2, 60);
    await run(50, 5);
    expect(refused()).toBe(0);
  });

  it('gets no more than its bucket and the refill in any window of time', async () => {
    const { run, passed, refused } = simulate({ containers });
    await run(RATE / 2, 20);
    await run(100, 15);
    await run(1, 30);
    await run(100, 15);
    expect(refused()).toBeGreaterThan(0);
    // A request may spend a token up to SHARE_LIFE after its process leased it.
    expect(mostBeyond(passed)).toBeLessThanOrEqual((RATE * SHARE_LIFE) / SECOND);
    // At the limit, few of the tokens are in shares that no request spends.
    expect(passed.length).toBeGreaterThan(0.9 * (100 + 300 + 150 + 30 + 300 + 150));
  });
});

test('200 cold containers pass a whole burst from a full bucket', async () => {
  const { run, refused, passed } = simulate({ containers: 200 });
  await run(50, 5);
  expect(refused()).toBe(0);
  expect(passed.length).toBeGreaterThan(200);
});

test('the month counts every request of containers that get one request each', async () => {
  const { run, passed, buckets } = simulate({ containers: 1, isShortLived: true });
  await run(20, 10);
  expect((await buckets.read('acme')).monthRequests).toBe(passed.length);
  expect(passed.length).toBeGreaterThan(150);
});
