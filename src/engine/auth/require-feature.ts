import { Refusal, type Caller } from '../../tenant/index.ts';

/** @throws {Refusal} FEATURE_DISABLED when the tenant does not have the flag of a `@feature` */
export function requireFeature({ features }: Caller, flag: string): void {
  if (features === null || features.includes(flag)) return;
  throw new Refusal('FEATURE_DISABLED', `The plan of this tenant does not include "${flag}".`);
}
