import { openBuckets, openControl, openCursors, openSeal, openUsageLedger } from '../../store/index.ts';
import { openMeter, type PlatformParts } from '../../platform/index.ts';
import { logUsageTrouble } from '../../server/index.ts';

import type { FunctionName } from '../function-names.ts';
import type { SystemParts } from '../system-parts.ts';

/** What a function needs to work on the platform's records. */
export type PlatformSources = Pick<
  SystemParts,
  'controlSendOf' | 'archivesOf' | 'identities' | 'model' | 'plans' | 'cursorSecret' | 'now' | 'log'
>;

/** Opens the platform for one function, with its role. */
export function openPlatform(name: FunctionName, parts: PlatformSources): PlatformParts {
  const { controlSendOf, archivesOf, identities, model, plans, cursorSecret, now, log } = parts;
  const controlSend = controlSendOf(name);
  return {
    model,
    control: openControl(controlSend),
    plans,
    buckets: openBuckets(controlSend),
    cursors: openCursors(cursorSecret),
    answers: openSeal(cursorSecret, 'answers'),
    identities,
    meter: openMeter({ ledger: openUsageLedger(controlSend), now, onTrouble: logUsageTrouble(log) }),
    archives: archivesOf(name),
    now,
  };
}
