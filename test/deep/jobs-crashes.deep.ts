import { sweepJobs } from '../sweeps/jobs.ts';

sweepJobs('deep');
