import type { LineFigures } from '../platform/index.ts';
import type { Consumed } from '../store/index.ts';
import type { ServerContext } from './server-context.ts';

/** The answer to a request. */
export interface Answer {
  readonly status: number;
  /** Bytes of the body. */
  readonly bytes: number;
  /** Milliseconds from the event to the answer. */
  readonly ms: number;
}

/** What is known of an answered request. */
export interface Answered extends Pick<ServerContext, 'log' | 'outcome' | 'meter'> {
  readonly consumed: Pick<Consumed, 'calls' | 'rcu' | 'wcu' | 'rowsRead' | 'rowsWritten'>;
}

/** Codes of requests that a limit refused. */
const NO_ROOM: readonly unknown[] = ['THROTTLED', 'QUOTA_EXCEEDED'];

/**
 * Logs the line of an answered request: caller, operation, duration, consumed capacity and error codes. If the request
 * has a tenant, its usage is counted from this line alone, so the line is written before the answer goes.
 * @param now milliseconds since 1970, when the request ended
 */
export function logRequest(
  { log, outcome, consumed, meter }: Answered,
  { status, bytes, ms }: Answer,
  now: number,
): void {
  const { operation, isCounted, failed, said } = outcome;
  const { calls, rcu, wcu, rowsRead, rowsWritten } = consumed;
  const cost = meter?.cost();
  const figures: LineFigures = {
    errors: failed || status >= 400 ? 1 : 0,
    cost: cost ?? 0,
    rcu,
    wcu,
    ms: Math.ceil(ms),
    bytes,
    rowsRead,
    rowsWritten,
  };
  log({
    time: new Date(now).toISOString(),
    level: 'info',
    message: 'request',
    ...said,
    counted: isCounted ? operation : undefined,
    status,
    calls,
    ...figures,
    cost,
    metrics: {
      Latency: figures.ms,
      Failures: said?.codes?.includes('INTERNAL') ? 1 : 0,
      Refused: said?.codes?.some((code) => NO_ROOM.includes(code)) ? 1 : 0,
      Cost: figures.cost,
      ReadUnits: rcu,
      WriteUnits: wcu,
    },
  });
}
