import { UNTOUCHED, type Buckets, type BucketState, type Taking } from '../../src/store/index.ts';

/** Opens buckets in memory that do exactly what those of the control table do, and count the calls. */
export function exactBuckets(): Buckets & { readonly calls: () => number } {
  const states = new Map<string, BucketState>();
  let calls = 0;
  const stateOf = (tenantId: string): BucketState => states.get(tenantId) ?? UNTOUCHED;
  return {
    calls: () => calls,
    read: (tenantId) => Promise.resolve(stateOf(tenantId)),
    move(tenantId, { now, month, mark, ...move }, believed) {
      calls += 1;
      const state = stateOf(tenantId);
      const refused = { moved: false, state };
      if (mark && state.marks?.get(mark.process) === mark.at)
        return Promise.resolve({ ...refused, moved: true });
      const requestsFull = fullAt(state.requestsFull, move.requests, now, believed.requestsFull);
      const costFull = fullAt(state.costFull, move.cost, now, believed.costFull);
      if (requestsFull === null || costFull === null) return Promise.resolve(refused);
      if (believed.month === month ? state.month !== month : state.month >= month)
        return Promise.resolve(refused);
      const isBegun = state.month === month;
      const next = {
        requestsFull,
        costFull,
        month,
        monthRequests: (isBegun ? state.monthRequests : 0) + move.monthRequests,
        monthCost: (isBegun ? state.monthCost : 0) + move.monthCost,
        marks: new Map(state.marks),
      };
      if (mark) next.marks.set(mark.process, mark.at);
      states.set(tenantId, next);
      return Promise.resolve({ moved: true, state: next });
    },
  };
}

/** Returns when the bucket is full after a move, or null if the condition of the write does not hold. */
function fullAt(full: number, taking: Taking | null, now: number, believed: number): number | null {
  if (!taking) return full;
  const { amount, span, back = 0 } = taking;
  if (believed <= now || believed < now + back) return full <= now + back ? now + Math.max(0, amount) : null;
  if (full <= now || full < now + back) return null;
  return amount > 0 && full > now + span - amount ? null : full + amount;
}
