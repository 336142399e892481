import { openBuckets, openControl, openCursors, openSeal, openUsageLedger } from '../../store/index.ts';
import type { PlatformParts } from '../../platform/index.ts';

import type { FunctionName } from '../function-names.ts';
import { isTenantFunction, NO_FILES } from '../no-files.ts';
import type { SystemParts } from '../system-parts.ts';

/** What a function needs to work on the platform's records. */
export type PlatformSources = Pick<
  SystemParts,
  | 'controlSendOf'
  | 'archivesOf'
  | 'filesOf'
  | 'scanFiles'
  | 'outbound'
  | 'identities'
  | 'model'
  | 'plans'
  | 'scheduleInfos'
  | 'cursorSecret'
  | 'sendsMail'
  | 'now'
>;

/** A schedule brings usage up to date on AWS, and a request waits for nothing. */
const onSchedule = (): Promise<void> => Promise.resolve();

/**
 * Opens the platform for one function, with its role.
 * @param catchUp brings usage up to date before it is read; by default nothing does
 */
export function openPlatform(
  name: FunctionName,
  parts: PlatformSources,
  catchUp = onSchedule,
): PlatformParts {
  const { controlSendOf, archivesOf, filesOf, scanFiles, outbound } = parts;
  const { identities, model, plans, scheduleInfos, cursorSecret, sendsMail, now } = parts;
  const controlSend = controlSendOf(name);
  return {
    model,
    control: openControl(controlSend),
    plans,
    schedules: scheduleInfos,
    buckets: openBuckets(controlSend),
    cursors: openCursors(cursorSecret),
    answers: openSeal(cursorSecret, 'answers'),
    mailSeal: sendsMail ? openSeal(cursorSecret, 'mails') : null,
    identities,
    usage: { ledger: openUsageLedger(controlSend), catchUp },
    archives: archivesOf(name),
    filesOf: isTenantFunction(name) ? filesOf(name) : NO_FILES,
    scanFiles,
    outbound,
    now,
  };
}
