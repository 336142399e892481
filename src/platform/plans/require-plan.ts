import { Refusal } from '../../tenant/index.ts';
import type { Plans } from './plan.ts';

/**
 * Checks that a plan exists.
 * @throws {Refusal} INVALID_ARGUMENTS with the names of all plans
 */
export function requirePlan(plans: Plans, name: string): void {
  if (Object.hasOwn(plans, name)) return;
  const known = Object.keys(plans).join(', ');
  throw new Refusal(
    'INVALID_ARGUMENTS',
    `There is no plan "${name}": the argument "plan" is one of ${known}.`,
  );
}
