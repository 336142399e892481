import { Refusal, type Caller } from '../../tenant/index.ts';

/**
 * Requires that the tenant has the flag of a `@feature`.
 * @throws {Refusal} FEATURE_DISABLED if it does not
 */
export function requireFeature({ features }: Caller, flag: string): void {
  if (features === null || features.includes(flag)) return;
  throw new Refusal('FEATURE_DISABLED', `The plan of this tenant does not include "${flag}".`);
}
