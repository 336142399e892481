import type { WantedChanges } from '../store/index.ts';

/** The changes that leave work behind: new jobs and mails, audit events to seal, large deletes to end, and files to remove. */
export const WAKING_CHANGES: WantedChanges = {
  event: 'INSERT',
  partitions: ['AUDIT#NEW', 'JOB', 'FILEDUE'],
  kinds: ['job', 'mail', 'event'],
};
