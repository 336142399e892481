import { sweepJobs } from '../sweeps/jobs.ts';

sweepJobs('quick');
