import { monthEnd, monthOf, type Charge } from './rate-limits.ts';

/** What a process spent this month and has not yet added to the month's sums in the table. */
export interface Unsent {
  /** Begins a new month if it is time. Drops what was not sent in the last seconds of the old one. */
  turn(at: number): void;
  /** Counts a request by its estimate. */
  count(charge: Charge): void;
  /** Counts the actual cost of a request in place of its estimate. */
  settle(charged: number, actual: number): void;
  /**
   * Returns what a lease adds to the sums. It includes the requests that wait for the lease, because the process may get
   * no further one. It includes no estimate.
   */
  toSend(waiting: number): Charge;
  /** Records that a lease of `at` has added so much. */
  sent(added: Charge, at: number, now: number): void;
  /** Returns all that is not sent, with estimates. Requests are negative while a lease counted one that waits. */
  all(): Charge;
}

export function openUnsent(): Unsent {
  let requests = 0;
  let cost = 0;
  /** The part of the cost that is an estimate of running requests. */
  let estimated = 0;
  let until = 0;
  return {
    turn(at) {
      if (at < until) return;
      until = monthEnd(at);
      [requests, cost, estimated] = [0, 0, 0];
    },
    count(charge) {
      requests += charge.requests;
      cost += charge.cost;
      estimated += charge.cost;
    },
    settle(charged, actual) {
      // A new month does not know the estimate.
      const known = Math.min(estimated, charged);
      cost += actual - known;
      estimated -= known;
    },
    toSend: (waiting) => ({ requests: requests + waiting, cost: cost - estimated }),
    sent(added, at, now) {
      if (monthOf(at) !== monthOf(now)) return;
      requests -= added.requests;
      cost -= added.cost;
    },
    all: () => ({ requests, cost }),
  };
}
