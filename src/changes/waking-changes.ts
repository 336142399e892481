import type { WantedChanges } from '../store/index.ts';

/**
 * The changes that leave work behind: new jobs and mails, runs of schedules that an administrator asked for, audit events to
 * seal, large deletes to end, sweeps after deletes, and files to remove.
 */
export const WAKING_CHANGES: WantedChanges = {
  event: 'INSERT',
  partitions: ['AUDIT#NEW', 'JOB', 'SWEEP', 'FILEDUE'],
  kinds: ['job', 'mail', 'event', 'manualRun'],
};

/** The changes of tenants' records: the last of them is all that a purge leaves. */
export const LIFE_CHANGES: WantedChanges = { event: 'MODIFY', partitions: [], kinds: ['tenant'] };

/** All changes of the control table that are read. */
export const RECORD_CHANGES: readonly WantedChanges[] = [WAKING_CHANGES, LIFE_CHANGES];
