import { AccessDenied } from '../store/index.ts';

import { embeddedMetrics, type MetricValues } from './metrics.ts';

/**
 * A structured log line. It must not contain a token, a secret, a variable of an operation or a value of a
 * row.
 */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly requestId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly userId?: string | undefined;
  /** The tenant's plan. There are no more values than plans. */
  readonly tier?: string | undefined;
  /** The metrics of the line, if it has any. */
  readonly metrics?: MetricValues | undefined;
  readonly [detail: string]: unknown;
}

export type Log = (entry: LogEntry) => void;

/**
 * Writes each entry as a line of JSON, for CloudWatch Logs Insights. With a namespace, CloudWatch extracts
 * the metrics from the line. Without one, the line has no metrics.
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
 * Returns what a log may say of a thrown value: its name, message and stack. If IAM denied a call, an
 * isolation alarm replaces the message.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  if (error instanceof AccessDenied) {
    const { name, principal, action, stack } = error;
    return { message: 'isolation alarm', error: name, principal, action, stack };
  }
  return { error: error.name, reason: error.message, stack: error.stack };
}

/** Logs that a tenant's limits are off for some seconds, because the control table does not answer. */
export function logLimitTrouble(log: Log): (tenantId: string, error: unknown) => void {
  return (tenantId, error) => {
    const metrics = { LimitsOff: 1 };
    log({ level: 'error', message: 'limits are off', tenantId, metrics, ...describeError(error) });
  };
}
