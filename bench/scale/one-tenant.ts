import { longestPause } from '../../src/store/dynamo/driver/backoff.ts';
import { MAX_ATTEMPTS as CALL_ATTEMPTS } from '../../src/store/dynamo/driver/attempts.ts';
import { MAX_ATTEMPTS as WRITE_ATTEMPTS } from '../../src/store/dynamo/rows/write-rows.ts';
import { CALL_TIMES } from '../../test/store/conflicts.ts';
import { HOT_TENANT } from './assumptions.ts';
import { openPartitions } from './partitions.ts';
import type { Shape, ShapeCall } from './shape.ts';
import { openTimeline } from './timeline.ts';

export interface OneTenantOptions {
  readonly shapes: readonly Shape[];
  readonly parents: number;
  readonly createsPerSecond: number;
  readonly random: () => number;
}

/** What became of the creates that began after the warm-up. */
export interface OneTenantResult {
  readonly created: number;
  readonly failed: Readonly<Record<'CONFLICT' | 'THROTTLED', number>>;
  readonly p50: number;
  readonly p99: number;
  /** Attempts that a conflict or a throttled partition refused, for each create. */
  readonly refused: number;
  readonly hottest: string;
  /** Units that were written to it in a second. */
  readonly hottestWrites: number;
}

type Failure = 'CONFLICT' | 'THROTTLED';

/** Simulates clients of one tenant that create rows at random times, whatever became of earlier ones. */
export function simulateOneTenant(options: OneTenantOptions): OneTenantResult {
  const { shapes, parents, createsPerSecond, random } = options;
  const timeline = openTimeline();
  const partitions = openPartitions();
  const held = new Set<string>();
  const times: number[] = [];
  const failed = { CONFLICT: 0, THROTTLED: 0 };
  let begun = 0;
  let refused = 0;

  const send = (call: ShapeCall, done: (failure: Failure | null) => void): void => {
    const { single, transaction } = CALL_TIMES;
    const isTransaction = call.kind === 'transaction';
    const before = isTransaction ? (transaction - CALL_TIMES.held) / 2 : single / 2;
    const answer = (failure: Failure | null): void => {
      if (failure) refused += 1;
      timeline.after(before, () => {
        done(failure);
      });
    };
    timeline.after(before, () => {
      if (call.items.some((item) => held.has(item))) answer('CONFLICT');
      else if (!partitions.take(call.loads, timeline.now())) answer('THROTTLED');
      else if (!isTransaction) answer(null);
      else {
        for (const item of call.items) held.add(item);
        timeline.after(CALL_TIMES.held, () => {
          for (const item of call.items) held.delete(item);
          answer(null);
        });
      }
    });
  };
  /** Sends a call as the store does: see `inAttempts` and `writeAll`. */
  const insist = (call: ShapeCall, attempt: number, done: (failure: Failure | null) => void): void => {
    send(call, (failure) => {
      const isOfCall = failure === 'THROTTLED' && call.kind !== 'transaction';
      if (!failure || attempt >= (isOfCall ? CALL_ATTEMPTS : WRITE_ATTEMPTS)) {
        done(failure);
        return;
      }
      timeline.after(random() * longestPause(isOfCall ? attempt + 1 : attempt), () => {
        insist(call, attempt + 1, done);
      });
    });
  };
  const create = (): void => {
    const at = timeline.now();
    const isCounted = at >= HOT_TENANT.warmUp * 1000;
    const shape = named(shapes[Math.floor(random() * shapes.length)] ?? [], {
      own: String(begun++),
      parent: String(Math.floor(random() * parents)),
      person: String(Math.floor(random() * HOT_TENANT.people)),
    });
    const wave = (number: number): void => {
      const calls = shape[number];
      if (!calls) {
        if (isCounted) times.push(timeline.now() - at);
        return;
      }
      let open = calls.length;
      let worst: Failure | null = null;
      for (const call of calls)
        insist(call, 1, (failure) => {
          worst ??= failure;
          open -= 1;
          if (open > 0) return;
          if (!worst) wave(number + 1);
          else if (isCounted) failed[worst] += 1;
        });
    };
    wave(0);
  };
  const end = HOT_TENANT.seconds * 1000;
  const arrive = (): void => {
    if (timeline.now() >= end) return;
    create();
    timeline.after((-Math.log(1 - random()) * 1000) / createsPerSecond, arrive);
  };
  arrive();
  timeline.run(Infinity);

  times.sort((one, other) => one - other);
  const [hottest, writes] = partitions.hottest();
  return {
    created: times.length,
    failed,
    p50: times[Math.floor(times.length * 0.5)] ?? 0,
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
    refused: refused / begun,
    hottest,
    hottestWrites: writes / (timeline.now() / 1000),
  };
}

/** Returns a shape with the ids of one create. */
function named(shape: Shape, ids: Readonly<Record<'own' | 'parent' | 'person', string>>): Shape {
  const text = (one: string): string =>
    one.replace(/\{(own|parent|person)\}/g, (_, name: 'own' | 'parent' | 'person') => `${name}-${ids[name]}`);
  return shape.map((calls) =>
    calls.map((call) => ({
      ...call,
      items: call.items.map(text),
      loads: call.loads.map((load) => ({ ...load, partition: text(load.partition) })),
    })),
  );
}
