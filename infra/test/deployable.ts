import type { Stage } from '../lib/stage.ts';
import { dependencies } from './claims/dependencies.ts';
import { schemas } from './claims/schemas.ts';
import {
  synthesise as synthesiseOnly,
  synthesiseSilo as synthesiseSiloOnly,
  type Template,
} from './synthesise.ts';

/**
 * Returns the template of a stage that a test makes up, as `synthesise`. So every stage of the tests fits the schemas of
 * CloudFormation, and names only what it has.
 * @throws {Error} with what CloudFormation would refuse
 */
export function synthesise(stage: string | Stage, rules = false): Template {
  return accepted(synthesiseOnly(stage, rules));
}

/** Returns the template of a tenant's silo, as `synthesise`. */
export function synthesiseSilo(stage: string | Stage, tenant: string, rules = false): Template {
  return accepted(synthesiseSiloOnly(stage, tenant, rules));
}

function accepted(template: Template): Template {
  const checks = new Set([...schemas, ...dependencies].map(({ faults }) => faults));
  const found = [...checks].flatMap((faults) => faults(template));
  if (found.length > 0) throw new Error(`CloudFormation would refuse the template:\n${found.join('\n')}`);
  return template;
}
