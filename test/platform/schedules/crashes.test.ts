import { sweepSchedules } from '../../sweeps/schedules.ts';

sweepSchedules('quick');
