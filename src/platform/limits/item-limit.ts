import { Refusal } from '../../tenant/index.ts';
import type { ModelType } from '../../model/index.ts';
import type { Store } from '../../store/index.ts';
import type { OnCreate } from '../../engine/index.ts';

/** How old a counter may be that is far from the limit, and one that is near it, in milliseconds. */
const FAR = 30_000;
const NEAR = 1000;
/** Less than this share of the limit left is near. */
const NEARNESS = 0.1;
/** Counters kept; beyond it the oldest goes. */
const MOST_COUNTERS = 10_000;

/** What a counter told, and how many rows this process let be created since. */
interface Counted {
  readonly at: number;
  readonly total: Promise<number>;
  since: number;
}

/**
 * Bounds the rows of each model. A process reads a model's counter at most every 30 seconds, each second near the limit,
 * and adds what it created since: so the rows that other processes created within that time may come on top. Before
 * anyone is refused the counter is read again. Models that keep no counter (`queries: { count: null }`) are not bound.
 */
export function openItemLimit(
  now: () => number,
): (tenantId: string, limit: number, store: Pick<Store, 'total'>) => OnCreate {
  const known = new Map<string, Counted>();

  const remember = (key: string, counted: Counted): Counted => {
    const [oldest] = known.keys();
    if (known.size >= MOST_COUNTERS && oldest !== undefined) known.delete(oldest);
    known.set(key, counted);
    counted.total.catch(() => known.delete(key));
    return counted;
  };

  return (tenantId, limit, store) => {
    const countNow = (key: string, type: ModelType): Counted =>
      remember(key, { at: now(), total: store.total(type), since: 0 });

    /** A count that is young enough; near the limit only a very young one is. */
    const recent = async (key: string, type: ModelType): Promise<Counted> => {
      const counted = known.get(key);
      if (!counted) return countNow(key, type);
      const left = limit - (await counted.total) - counted.since;
      const isOld = now() - counted.at >= (left > limit * NEARNESS ? FAR : NEAR);
      return isOld && known.get(key) === counted ? countNow(key, type) : (known.get(key) ?? counted);
    };

    /** Whether the count leaves room for one more, which is then taken. */
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
