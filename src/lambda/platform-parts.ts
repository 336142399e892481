import type { Model } from '../model/index.ts';
import {
  openBuckets,
  openControl,
  openCursors,
  openUsageLedger,
  type Archives,
  type Send,
} from '../store/index.ts';
import { openMeter, type PlatformParts } from '../platform/index.ts';
import { logUsageTrouble, type Log } from '../server/index.ts';
import model from '../generated/model.json';
import plans from '../generated/plans.json';

import { cognitoIdentities } from './cognito-identities.ts';
import type { Configuration } from './configuration.ts';
import { scheduledJobs } from './scheduled-jobs.ts';

/** Creates the parts of the platform on AWS. Call it once per process. */
export function openPlatformParts(
  { region, userPoolId, cursorSecret }: Pick<Configuration, 'region' | 'userPoolId' | 'cursorSecret'>,
  controlSend: Send,
  archives: Archives,
  log: Log,
): PlatformParts {
  return {
    model: model as unknown as Model,
    control: openControl(controlSend),
    plans,
    buckets: openBuckets(controlSend),
    cursors: openCursors(cursorSecret),
    identities: cognitoIdentities({ region, userPoolId }),
    meter: openMeter({
      ledger: openUsageLedger(controlSend),
      now: Date.now,
      onTrouble: logUsageTrouble(log),
    }),
    jobs: scheduledJobs,
    archives,
    now: Date.now,
  };
}
