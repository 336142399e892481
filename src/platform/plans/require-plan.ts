import { Refusal } from '../../tenant/index.ts';
import type { Plans } from './plan.ts';

/** @throws {Refusal} INVALID_ARGUMENTS that names the plans that there are */
export function requirePlan(plans: Plans, name: string): void {
  if (Object.hasOwn(plans, name)) return;
  const known = Object.keys(plans).join(', ');
  throw new Refusal(
    'INVALID_ARGUMENTS',
    `There is no plan "${name}": the argument "plan" is one of ${known}.`,
  );
}
