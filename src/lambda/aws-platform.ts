import type { Model } from '../model/index.ts';
import model from '../generated/model.json';
import plans from '../generated/plans.json';

import { controlParts, processLog } from './aws-parts.ts';
import { cognitoIdentities } from './cognito-identities.ts';
import type { Configuration } from './configuration.ts';
import type { PlatformSources } from './functions/open-platform.ts';
import { scheduledJobs } from './scheduled-jobs.ts';

/** The variables of a function that works on the platform's records. */
export const PLATFORM = [
  'region',
  'controlTable',
  'cursorSecret',
  'userPoolId',
  'metrics',
] as const satisfies readonly (keyof Configuration)[];

/** Returns the parts of a function that works on the platform's records, all but the archives. */
export function platformParts(
  configuration: Pick<Configuration, (typeof PLATFORM)[number]>,
): Omit<PlatformSources, 'archivesOf'> {
  const { region, cursorSecret, userPoolId, metrics } = configuration;
  return {
    ...controlParts(configuration),
    identities: cognitoIdentities({ region, userPoolId }),
    model: model as unknown as Model,
    plans,
    cursorSecret,
    jobs: scheduledJobs,
    now: Date.now,
    log: processLog(metrics),
  };
}
