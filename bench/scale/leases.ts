import { openBucketLease, type BucketLease } from '../../src/platform/limits/bucket-lease.ts';
import { dynamoSend, openBuckets } from '../../src/store/index.ts';
import { ConditionFailed, type Send } from '../../src/store/dynamo/driver/send.ts';
import { openTestApi } from '../../test/api.ts';

const SECONDS = 10;
const WARM_UP = 5;
/** Limits that refuse nothing. */
const LIMITS = {
  requests: { perSecond: 1e6, capacity: 1e7, span: 10_000 },
  cost: { perSecond: 1e7, capacity: 1e8, span: 10_000 },
  monthRequests: null,
  monthCost: null,
};
const COST = 50;

export interface LeasesResult {
  /** Calls a second on the one item of the tenant's buckets, and those of them that were outdated. */
  readonly calls: number;
  readonly outdated: number;
  /** Units that they write in a second. */
  readonly writes: number;
}

/** Lets environments serve requests of one tenant in turn, with the limiter's own leases on a table of the emulator. */
export async function simulateLeases(
  environments: number,
  requestsPerSecond: number,
  random: () => number,
): Promise<LeasesResult> {
  const api = await openTestApi();
  let time = Date.UTC(2026, 10, 24, 12);
  const begin = time + WARM_UP * 1000;
  const spent = { calls: 0, outdated: 0, writes: 0 };
  const send = dynamoSend({ ...api.tables.dynamo, table: api.tables.control });
  const counted: Send = async (command, options) => {
    const isCounted = time >= begin;
    if (isCounted) spent.calls += 1;
    try {
      const output = await send(command, options);
      if (isCounted) spent.writes += output.capacity;
      return output;
    } catch (error) {
      // A condition that does not hold is paid too.
      if (isCounted && error instanceof ConditionFailed) {
        spent.outdated += 1;
        spent.writes += 1;
      }
      throw error;
    }
  };
  const buckets = openBuckets(counted);
  const open = new Map<number, BucketLease>();
  const underWay: Promise<unknown>[] = [];
  try {
    while (time < begin + SECONDS * 1000) {
      const number = Math.floor(random() * environments);
      const lease =
        open.get(number) ??
        openBucketLease('hot', {
          buckets,
          now: () => time,
          onTrouble: (error) => {
            throw error;
          },
          onCall: (call) => underWay.push(call),
        });
      open.set(number, lease);
      await lease.take(LIMITS, { requests: 1, cost: COST });
      lease.settle(LIMITS, COST, COST);
      // As the handler does before it answers.
      await Promise.all(underWay.splice(0));
      time += (-Math.log(1 - random()) * 1000) / requestsPerSecond;
    }
  } finally {
    await api.close();
  }
  return {
    calls: spent.calls / SECONDS,
    outdated: spent.outdated / SECONDS,
    writes: spent.writes / SECONDS,
  };
}
