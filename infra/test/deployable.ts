import type { Stage } from '../lib/stage.ts';
import { dependencies } from './claims/dependencies.ts';
import { schemas } from './claims/schemas.ts';
import { synthesise as synthesiseOnly, type Template } from './synthesise.ts';

/**
 * Returns the template of a stage that a test makes up, as `synthesise`. So every stage of the tests fits the schemas of
 * CloudFormation, and names only what it has.
 * @throws {Error} with what CloudFormation would refuse
 */
export function synthesise(stage: string | Stage, rules = false): Template {
  const template = synthesiseOnly(stage, rules);
  const checks = new Set([...schemas, ...dependencies].map(({ faults }) => faults));
  const found = [...checks].flatMap((faults) => faults(template));
  if (found.length > 0) throw new Error(`CloudFormation would refuse the stage:\n${found.join('\n')}`);
  return template;
}
