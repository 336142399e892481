import { sweepSchedules } from '../sweeps/schedules.ts';

jest.setTimeout(1_800_000);
sweepSchedules('deep');
