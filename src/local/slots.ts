import { describeError, type Log } from '../server/index.ts';
import type { Handlers } from '../lambda/index.ts';
import { openPeriodic, type Periodic } from './periodic.ts';

/** Milliseconds between two looks for slots of schedules. On AWS a rule asks each minute. */
const PAUSE = 5_000;

/** Begins to look for slots of schedules that are due. */
export function openSlots(handlers: Pick<Handlers, 'work'>, log: Log): Periodic {
  return openPeriodic(() => handlers.work({ slots: true }).then(() => 'done'), {
    pause: PAUSE,
    onError: (error) => {
      log({ level: 'error', message: 'the look for slots of schedules failed', ...describeError(error) });
    },
  });
}
