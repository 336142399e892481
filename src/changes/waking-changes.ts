import type { WantedChanges } from '../store/index.ts';

/** The changes that leave work behind: new jobs, audit events to seal, and large deletes to end. */
export const WAKING_CHANGES: WantedChanges = {
  event: 'INSERT',
  partitions: ['AUDIT#NEW', 'JOB'],
  kinds: ['job', 'event'],
};
