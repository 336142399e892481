import { boundedMap, Refusal } from '../../tenant/index.ts';
import type { ModelType } from '../../model/index.ts';
import type { Store } from '../../store/index.ts';
import type { OnCreate } from '../../engine/index.ts';

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
  readonly total: Promise<number>;
  since: number;
}

/**
 * Opens a limit of the rows of each model. A process reads a counter at most every 30 seconds, or every
 * second near the limit, and adds the rows that it created since. So other processes can exceed the limit by
 * what they create in that time.
 *
 * Reads the counter again before it refuses a row. Models without a counter (`queries: { count: null }`) have
 * no limit.
 */
export function openItemLimit(
  now: () => number,
): (tenantId: string, limit: number, store: Pick<Store, 'total'>) => OnCreate {
  const known = boundedMap<string, Counted>(MAX_COUNTERS);

  const remember = (key: string, counted: Counted): Counted => {
    known.set(key, counted);
    counted.total.catch(() => {
      known.delete(key);
    });
    return counted;
  };

  return (tenantId, limit, store) => {
    const countNow = (key: string, type: ModelType): Counted =>
      remember(key, { at: now(), total: store.total(type), since: 0 });

    /** Returns a counter that is fresh enough. */
    const recent = async (key: string, type: ModelType): Promise<Counted> => {
      const counted = known.get(key);
      if (!counted) return countNow(key, type);
      const left = limit - (await counted.total) - counted.since;
      const isOld = now() - counted.at >= (left > limit * NEAR_SHARE ? MAX_AGE : MAX_AGE_NEAR_LIMIT);
      return isOld && known.get(key) === counted ? countNow(key, type) : (known.get(key) ?? counted);
    };

    /** Returns whether the limit permits one more row, and counts that row. */
    const takes = async (counted: Counted, pending: number): Promise<boolean> => {
      if ((await counted.total) + Math.max(counted.since, pending) >= limit) return false;
      counted.since += 1;
      return true;
    };

    return async (type, pending) => {
      if (type.operations.count === null) return;
      const key = `${tenantId} ${type.name}`;
      const counted = await recent(key, type);
      if (await takes(counted, pending)) return;
      const current = known.get(key);
      if (await takes(current && current !== counted ? current : countNow(key, type), pending)) return;
      throw new Refusal(
        'QUOTA_EXCEEDED',
        `The plan of this tenant allows ${limit} rows of ${type.name}: delete some, or change the plan.`,
      );
    };
  };
}
