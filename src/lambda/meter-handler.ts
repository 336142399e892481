import {
  publishUsage,
  rollUp,
  type EventBus,
  type RollUpOptions,
  type RollUpScope,
} from '../platform/index.ts';
import type { Log } from '../server/index.ts';

export interface MeterOptions extends Omit<RollUpOptions, 'onLost'> {
  readonly bus: EventBus;
  readonly log: Log;
}

export type MeterHandler = (event: RollUpScope) => Promise<void>;

/**
 * Creates the handler that counts the usage of tenants from the log lines of their requests, and publishes that of each day
 * that is over. A run that fails changes nothing for good: the next one takes the same files and days.
 */
export function createMeterHandler({ bus, log, ...options }: MeterOptions): MeterHandler {
  return async ({ unfinished }) => {
    let UsageLost = 0;
    const onLost: RollUpOptions['onLost'] = ({ file, lines }) => {
      UsageLost += lines;
      log({ level: 'error', message: 'usage lost', file, lines });
    };
    const hours = await rollUp({ ...options, onLost }, { unfinished });
    log({ level: 'info', message: 'usage', hours, metrics: { UsageRounds: 1, UsageLost } });
    const events = await publishUsage({ ...options, bus });
    if (events > 0) log({ level: 'info', message: 'usage published', events });
  };
}
