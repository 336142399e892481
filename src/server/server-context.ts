import { OTHER, type Consumed, type Idempotency, type Total } from '../store/index.ts';
import type { RequestMeter, Work } from '../platform/index.ts';

import type { Log } from './log.ts';

/** The state that the server keeps of a request, on either plane. */
export interface ServerContext {
  readonly requestId: string;
  readonly log: Log;
  /** The capacity that the request has consumed of the data table so far. */
  readonly consumed: Consumed;
  /** The work that the resolvers of the request have done so far. */
  readonly work: Work;
  /** The result of the request. Plugins set it when the answer is complete. */
  readonly outcome: Outcome;
  /**
   * Work in parallel with the request. The answer waits for it, because Lambda freezes the process after the
   * answer.
   */
  readonly background: readonly Promise<void>[];
  /** The totals that the request got from late counters, and those that lack rows, by type. */
  readonly counts?: ReadonlyMap<string, Total>;
  /** The meter of the request. Null on the operators' plane, and without a limiter. */
  readonly meter: RequestMeter | null;
  /** The idempotency key of the request, if it has one. */
  readonly idempotency?: Idempotency | undefined;
}

/** The result of a request, as the log records it. */
export interface Outcome {
  /** The operation's label, out of a small set of values: see plugins/outcome.ts. */
  operation: string;
  /** Whether it counts as usage of a tenant, under its label. */
  readonly isCounted: boolean;
  /** Whether the answer contains an error. */
  failed: boolean;
  /** What the log says of the operation. Null if the request has none. */
  said: Said | null;
}

/** What the log says of an operation and its answer. */
export interface Said {
  readonly operation: string | undefined;
  readonly operationName: string | undefined;
  /** The root fields. */
  readonly fields: readonly string[] | undefined;
  readonly codes: readonly unknown[] | undefined;
}

/** Returns the outcome of a request before its operation is known. */
export function openOutcome(isCounted: boolean): Outcome {
  return { operation: OTHER, isCounted, failed: false, said: null };
}
