import type { Model } from '../model/index.ts';
import { openSecret, type Secret } from '../store/index.ts';
import model from '../generated/model.json';
import plans from '../generated/plans.json';
import scheduleInfos from '../generated/schedules.json';

import { controlParts, processLog } from './aws-parts.ts';
import { cognitoIdentities } from './cognito-identities.ts';
import { mailSettings, type Configuration } from './configuration.ts';
import type { PlatformSources } from './functions/open-platform.ts';
import { laterOutbound } from './later-outbound.ts';
import type { SystemParts } from './system-parts.ts';

/** The variables of a function that works on the platform's records. */
export const PLATFORM = [
  'region',
  'controlTable',
  'cursorSecretArn',
  'userPoolId',
  'metrics',
] as const satisfies readonly (keyof Configuration)[];

/**
 * Returns the parts of a function that works on the platform's records, all but the archives and the files. The secret of cursors is
 * read meanwhile: see `withSecret`.
 */
export function platformParts(
  configuration: Pick<Configuration, (typeof PLATFORM)[number]>,
): Omit<PlatformSources, 'archivesOf' | 'filesOf' | 'scanFiles'> &
  Pick<SystemParts, 'log'> & { readonly secret: Secret } {
  const { region, cursorSecretArn, userPoolId, metrics } = configuration;
  const secret = openSecret({ region, arn: cursorSecretArn });
  // The read begins with the start and runs in parallel with it. The first call waits for it, and repeats it if it failed.
  secret.ready().catch(() => undefined);
  return {
    ...controlParts(configuration),
    identities: cognitoIdentities({ region, userPoolId }),
    model: model as unknown as Model,
    plans,
    scheduleInfos,
    secret,
    cursorSecret: () => secret.value(),
    outbound: laterOutbound(),
    sendsMail: mailSettings(process.env) !== null,
    now: Date.now,
    log: processLog(metrics),
  };
}
