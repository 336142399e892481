import plans from '../generated/plans.json';

import { CONTROL, controlParts, processLog } from './aws-parts.ts';
import { readConfiguration } from './configuration.ts';
import type { TriggerParts } from './functions/open-triggers.ts';

/** Returns the parts of a trigger of Cognito, from the environment. @throws {Error} that lists what it lacks */
export function triggerParts(env: Readonly<Record<string, string | undefined>>): TriggerParts {
  return { ...controlParts(readConfiguration(env, CONTROL)), plans, now: Date.now, log: processLog() };
}
