import { AccessDenied } from '../store/index.ts';

import { embeddedMetrics, type MetricValues } from './metrics.ts';

/** One structured line. Never a token, a secret, a variable of an operation or a value of a row. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly requestId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly userId?: string | undefined;
  /** The plan of the tenant, of as many values as there are plans. */
  readonly tier?: string | undefined;
  /** What is counted of it, where something counts. */
  readonly metrics?: MetricValues | undefined;
  readonly [detail: string]: unknown;
}

export type Log = (entry: LogEntry) => void;

/**
 * Writes each entry as a line of JSON, as CloudWatch Logs Insights reads it. With a namespace, CloudWatch takes the metrics
 * from the line that has some; without, nobody counts, and the line goes without them.
 */
export function jsonLog(write: (line: string) => void, namespace?: string): Log {
  return ({ metrics, ...entry }) => {
    const now = new Date();
    const counted =
      metrics && namespace !== undefined
        ? embeddedMetrics(metrics, { namespace, tier: entry.tier, at: now.getTime() })
        : {};
    write(JSON.stringify({ time: now.toISOString(), ...entry, ...counted }));
  };
}

/**
 * What a log may say of something thrown: its name, message and stack stay inside. A call that IAM denied is an alarm
 * wherever it is met: it takes the place of the message.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  if (error instanceof AccessDenied) {
    const { name, principal, action, stack } = error;
    return { message: 'isolation alarm', error: name, principal, action, stack };
  }
  return { error: error.name, reason: error.message, stack: error.stack };
}

/** Logs that the limits of a tenant are off for some seconds, since the control table does not answer. */
export function logLimitTrouble(log: Log): (tenantId: string, error: unknown) => void {
  return (tenantId, error) => {
    log({ level: 'error', message: 'limits are off', tenantId, ...describeError(error) });
  };
}
