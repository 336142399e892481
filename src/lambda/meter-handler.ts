import { rollUp, type RollUpOptions, type RollUpScope } from '../platform/index.ts';
import type { Log } from '../server/index.ts';

export interface MeterOptions extends Omit<RollUpOptions, 'onLost'> {
  readonly log: Log;
}

export type MeterHandler = (event: RollUpScope) => Promise<void>;

/**
 * Creates the handler that counts the usage of tenants from the log lines of their requests. A run that fails changes
 * nothing for good: the next one takes the same files.
 */
export function createMeterHandler({ log, ...options }: MeterOptions): MeterHandler {
  return async ({ unfinished }) => {
    let UsageLost = 0;
    const onLost: RollUpOptions['onLost'] = ({ file, lines }) => {
      UsageLost += lines;
      log({ level: 'error', message: 'usage lost', file, lines });
    };
    const hours = await rollUp({ ...options, onLost }, { unfinished });
    log({ level: 'info', message: 'usage', hours, metrics: { UsageRounds: 1, UsageLost } });
  };
}
