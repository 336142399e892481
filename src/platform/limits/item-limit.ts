import { boundedMap, Refusal } from '../../tenant/index.ts';
import type { ModelType } from '../../model/index.ts';
import type { Store, Total } from '../../store/index.ts';
import type { OnCreate } from '../../engine/index.ts';
import { ownCreates, type OwnCreates } from './own-creates.ts';

/** Maximum age in milliseconds of a counter that is far from the limit, and of one near it. */
const MAX_AGE = 30_000;
const MAX_AGE_NEAR_LIMIT = 1000;
/** A counter is near the limit if less than this share of the limit is left. */
const NEAR_SHARE = 0.1;
/** Maximum number of cached counters. The oldest is dropped first. */
const MAX_COUNTERS = 10_000;

/** A counter's value, and the number of rows that this process has created since. */
interface Counted {
  readonly at: number;
  readonly total: Promise<Total>;
  since: number;
}

/**
 * Opens a limit of the rows of each model. A process reads a counter at most every 30 seconds, or every
 * second near the limit, and adds the rows that it created since. It adds those of the last minute that a late counter does
 * not have yet. So other processes can exceed the limit by what they create in that time and in the lag of the counter.
 *
 * Reads the counter again before it refuses a row. Models without a counter (`queries: { count: null }`) have
 * no limit.
 */
export function openItemLimit(
  now: () => number,
): (tenantId: string, limit: number, store: Pick<Store, 'counted'>) => OnCreate {
  const known = boundedMap<string, Counted>(MAX_COUNTERS);
  const created = boundedMap<string, OwnCreates>(MAX_COUNTERS);

  const remember = (key: string, counted: Counted): Counted => {
    known.set(key, counted);
    counted.total.catch(() => {
      known.delete(key);
    });
    return counted;
  };

  return (tenantId, limit, store) => {
    const countNow = (key: string, type: ModelType): Counted =>
      remember(key, { at: now(), total: store.counted(type), since: 0 });

    /** Returns the rows that a counter has, and those of this process that it lacks. */
    const rowsOf = (key: string, { since }: Counted, total: Total, pending: number): number => {
      const own = total.isExact ? since : (created.get(key)?.missing(total, now()) ?? 0);
      return total.rows + Math.max(own, pending);
    };

    /** Returns a counter that is fresh enough. */
    const recent = async (key: string, type: ModelType): Promise<Counted> => {
      const counted = known.get(key);
      if (!counted) return countNow(key, type);
      const total = await counted.total;
      const left = limit - rowsOf(key, counted, total, 0);
      const isOld = now() - counted.at >= (left > limit * NEAR_SHARE ? MAX_AGE : MAX_AGE_NEAR_LIMIT);
      return isOld && known.get(key) === counted ? countNow(key, type) : (known.get(key) ?? counted);
    };

    /** Returns whether the limit permits one more row, and counts that row. */
    const takes = async (key: string, counted: Counted, pending: number): Promise<boolean> => {
      const total = await counted.total;
      // No other create comes between the look and the mark.
      if (rowsOf(key, counted, total, pending) >= limit) return false;
      counted.since += 1;
      const own = created.get(key) ?? ownCreates();
      created.set(key, own);
      own.add(now());
      return true;
    };

    return async (type, pending) => {
      if (type.operations.count === null) return;
      const key = `${tenantId} ${type.name}`;
      const counted = await recent(key, type);
      if (await takes(key, counted, pending)) return;
      const current = known.get(key);
      const fresh = current && current !== counted ? current : countNow(key, type);
      if (await takes(key, fresh, pending)) return;
      throw new Refusal(
        'QUOTA_EXCEEDED',
        `The plan of this tenant allows ${limit} rows of ${type.name}: delete some, or change the plan.`,
      );
    };
  };
}
