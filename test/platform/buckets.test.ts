import { setImmediate } from 'node:timers/promises';

import fc from 'fast-check';

import { openBuckets, type Buckets } from '../../src/store/index.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { openBucketLease, SHARE_LIFE, type BucketLease } from '../../src/platform/limits/bucket-lease.ts';
import { rateLimitsOf, type RateLimits } from '../../src/platform/limits/rate-limits.ts';
import { startFaultProxy } from '../store/fault-proxy.ts';
import { startFixture, type Fixture } from '../store/fixture.ts';
import { limitsOf } from './plans-for-tests.ts';

/** Fixed, so that only a change of the code can make a run fail. */
const SEED = 20_261_124;
const START = Date.UTC(2026, 10, 24);

let fixture: Fixture;
let buckets: Buckets;
beforeAll(async () => {
  fixture = await startFixture();
  buckets = tracked(openBuckets(fixture.controlSend('graphql')));
});
afterAll(() => fixture.stop());

/** Calls that no test awaits. */
const underWay = new Set<Promise<unknown>>();
function tracked(over: Buckets): Buckets {
  return {
    read: (tenantId) => over.read(tenantId),
    move(...args) {
      const moved = over.move(...args);
      underWay.add(moved);
      return moved.finally(() => underWay.delete(moved));
    },
  };
}
async function quiet(): Promise<void> {
  do {
    await Promise.allSettled(underWay);
    await setImmediate();
  } while (underWay.size > 0);
}

let tenants = 0;
let now = START;
const troubles: unknown[] = [];
beforeEach(() => {
  now = START;
  tenants += 1;
  troubles.length = 0;
});

/** Opens the lease of one tenant in several processes. */
function processes(count: number, over = buckets): BucketLease[] {
  const options = { buckets: over, now: () => now, onTrouble: (error: unknown) => troubles.push(error) };
  return Array.from({ length: count }, () => openBucketLease(`tenant-${tenants}`, options));
}

function terms(limits: Parameters<typeof limitsOf>[0]): RateLimits {
  const found = rateLimitsOf(limitsOf(limits));
  if (!found) throw new Error('The limits bind nothing.');
  return found;
}

const codeOf = async (refused: ReturnType<BucketLease['take']>): Promise<string | null> =>
  (await refused)?.refusal.code ?? null;

test('four processes that share a bucket never use more than it holds and refills', async () => {
  const step = fc.record({
    process: fc.nat({ max: 3 }),
    costs: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
    returned: fc.integer({ min: 0, max: 100 }),
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3000 })),
  });
  const rate = 50;
  const bound = terms({ costPerSecond: rate, requestsPerSecond: 20, burstSeconds: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      tenants += 1;
      now = START;
      const accounts = processes(4);
      const used = { requests: 0, cost: 0 };
      const one = async (account: BucketLease, cost: number, returned: number): Promise<void> => {
        if (await account.take(bound, { requests: 1, cost })) return;
        const back = Math.floor((cost * returned) / 100);
        account.settle(bound, cost, cost - back);
        used.requests += 1;
        used.cost += cost - back;
      };
      for (const { process, costs, returned, wait } of steps) {
        now += wait;
        const account = accounts[process];
        if (account) await Promise.all(costs.map((cost) => one(account, cost, returned)));
        const seconds = (now - START) / 1000;
        expect(used.cost).toBeLessThanOrEqual(200 + rate * seconds);
        expect(used.requests).toBeLessThanOrEqual(80 + 20 * seconds);
      }
      expect(troubles).toEqual([]);
    }),
    { seed: SEED, numRuns: 40 },
  );
});

test('five concurrent processes use exactly what a bucket holds: no token is used twice, and none is lost', async () => {
  const bound = terms({ requestsPerSecond: 10, burstSeconds: 10 });
  const accounts = processes(5);
  const take = (account: BucketLease): Promise<string | null> =>
    codeOf(account.take(bound, { requests: 1, cost: 1 }));
  const taken = await Promise.all(
    accounts.flatMap((account) => Array.from({ length: 40 }, () => take(account))),
  );
  expect(new Set(taken)).toEqual(new Set([null, 'THROTTLED']));
  let passed = taken.filter((code) => code === null).length;
  expect(passed).toBeLessThanOrEqual(100);
  // The rest is leased by processes that sent no further request.
  for (const account of accounts) while ((await take(account)) === null) passed += 1;
  expect(passed).toBe(100);
});

test('tokens leased by one process are not available to another', async () => {
  const bound = terms({ costPerSecond: 10, burstSeconds: 10 });
  const [one, other] = processes(2) as [BucketLease, BucketLease];
  expect(await codeOf(one.take(bound, { requests: 1, cost: 90 }))).toBeNull();
  expect(await codeOf(other.take(bound, { requests: 1, cost: 20 }))).toBe('THROTTLED');
  now += 1100;
  expect(await codeOf(other.take(bound, { requests: 1, cost: 20 }))).toBeNull();
});

test('an unused lease is available to other processes when it ends', async () => {
  const bound = terms({ costPerSecond: 10, burstSeconds: 100 });
  const [one, other] = processes(2) as [BucketLease, BucketLease];
  expect(await codeOf(one.take(bound, { requests: 1, cost: 400 }))).toBeNull();
  one.settle(bound, 400, 1);
  await quiet();
  now += SHARE_LIFE;
  expect(await codeOf(other.take(bound, { requests: 1, cost: 950 }))).toBeNull();
});

test('a process makes no call while its lease lasts, and renews the lease in parallel with a request', async () => {
  const bound = terms({ requestsPerSecond: 100, costPerSecond: 10_000, burstSeconds: 10 });
  const { send, calls } = recordCalls(fixture.controlSend('graphql'));
  const [account] = processes(1, tracked(openBuckets(send))) as [BucketLease];
  const waits: number[] = [];
  for (let sent = 0; sent < 500; sent += 1) {
    const before = calls.length;
    const taken = account.take(bound, { requests: 1, cost: 10 });
    // Only the lease can answer before the event loop turns.
    const first = await Promise.race([taken, setImmediate('waits')]);
    if (first === 'waits') waits.push(calls.length - before);
    expect(await taken).toBeNull();
    account.settle(bound, 10, 10);
    await quiet();
    now += 20;
  }
  // 500 requests in ten seconds.
  expect(waits.length).toBeLessThanOrEqual(5);
  expect(calls.length).toBeLessThanOrEqual(25);
});

test('the monthly quota counts the requests of all processes, and refuses requests beyond it until the next month', async () => {
  const bound = terms({ requestsPerMonth: 10, costPerMonth: 1000 });
  const [one, other] = processes(2) as [BucketLease, BucketLease];
  for (let sent = 0; sent < 6; sent += 1) expect(await one.take(bound, { requests: 1, cost: 1 })).toBeNull();
  now += SHARE_LIFE;
  expect(await one.take(bound, { requests: 1, cost: 1 })).toBeNull();
  const passed: boolean[] = [];
  // The last request of the first process counts already, because it paid its lease.
  for (let sent = 0; sent < 6; sent += 1) passed.push(!(await other.take(bound, { requests: 1, cost: 1 })));
  expect(passed).toEqual([true, true, true, false, false, false]);
  const refused = await other.take(bound, { requests: 1, cost: 1 });
  expect([refused?.refusal.code, refused?.status]).toEqual(['QUOTA_EXCEEDED', 429]);
  expect(refused?.retryAfter).toBe((Date.UTC(2026, 11, 1) - now) / 1000);
  now = Date.UTC(2026, 11, 1);
  expect(await other.take(bound, { requests: 1, cost: 1 })).toBeNull();
  expect((await buckets.read(`tenant-${tenants}`)).month).toBe('2026-12');
});

test('requests are allowed when the control table fails, and the failure is reported once', async () => {
  const broken: Buckets = { ...buckets, move: () => Promise.reject(new Error('out of reach')) };
  const bound = terms({ requestsPerSecond: 1, burstSeconds: 1 });
  const [account] = processes(1, broken) as [BucketLease];
  for (let sent = 0; sent < 20; sent += 1)
    expect(await account.take(bound, { requests: 1, cost: 1 })).toBeNull();
  expect(troubles).toHaveLength(1);
});

describe('a lease', () => {
  const bound = terms({
    requestsPerSecond: 10,
    costPerSecond: 1000,
    burstSeconds: 30,
    requestsPerMonth: 1e6,
  });
  const request = { requests: 1, cost: 1 };

  test('whose answers are lost counts its request in the month once, and takes its tokens once', async () => {
    // Every second answer is lost.
    const proxy = await startFaultProxy(fixture.endpoint, ({ at }) => (at % 2 === 0 ? { is: 'lost' } : null));
    const lossy = openBuckets(fixture.controlSend('graphql', proxy.endpoint));
    const [account] = processes(1, lossy) as [BucketLease];
    for (let sent = 0; sent < 10; sent += 1) {
      expect(await account.take(bound, request)).toBeNull();
      account.settle(bound, 1, 1, true);
      // Each share expires, so that each request leases.
      now += SHARE_LIFE;
    }
    await account.take(bound, request);
    proxy.stop();
    expect(troubles).toEqual([]);
    const { monthRequests, monthCost, requestsFull } = await buckets.read(`tenant-${tenants}`);
    expect([monthRequests, monthCost]).toEqual([11, 10]);
    expect(requestsFull - now).toBe(100);
  });

  test('of unknown outcome is sent again before the next one, and counts once', async () => {
    let isLost = true;
    const lossy: Buckets = {
      ...buckets,
      async move(...args) {
        const moved = await buckets.move(...args);
        if (isLost) throw new Error('The answer is lost.');
        return moved;
      },
    };
    const [account] = processes(1, lossy) as [BucketLease];
    expect(await account.take(bound, request)).toBeNull();
    expect(troubles).toHaveLength(1);
    isLost = false;
    now += 10_000;
    for (let sent = 0; sent < 3; sent += 1) expect(await account.take(bound, request)).toBeNull();
    account.settle(bound, 1, 1, true);
    await quiet();
    expect((await buckets.read(`tenant-${tenants}`)).monthRequests).toBe(4);
  });

  test('whose process was frozen is asked again, and the limits stay on', async () => {
    let calls = 0;
    const frozen: Buckets = {
      ...buckets,
      async move(...args) {
        calls += 1;
        if (calls > 1) return buckets.move(...args);
        // The process is frozen for a minute, so that its timer expires without a chance for the answer.
        now += 60_000;
        throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      },
    };
    const [account] = processes(1, frozen) as [BucketLease];
    expect(await account.take(bound, request)).toBeNull();
    expect(troubles).toEqual([]);
    expect((await buckets.read(`tenant-${tenants}`)).monthRequests).toBe(1);
  });

  test('leaves no more marks in the item than the processes of ten minutes, and some that ended', async () => {
    for (let minute = 0; minute < 60; minute += 1) {
      now += 60_000;
      const [account] = processes(1) as [BucketLease];
      await account.take(bound, request);
    }
    const { marks = new Map() } = await buckets.read(`tenant-${tenants}`);
    expect(marks.size).toBeLessThan(35);
  });
});
