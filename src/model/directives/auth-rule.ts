import type { ArgumentValues } from '../directive-use.ts';

/** An entry of `@auth(rules: …)` as written. */
export interface AuthRule {
  /** Null if it is written with a value that the SDL refused and reported. */
  readonly allow: string | null | undefined;
  readonly and: readonly AuthRule[] | undefined;
  readonly provider: string | undefined;
  readonly ownerField: string | undefined;
  readonly identityClaim: string | undefined;
  readonly groups: readonly string[] | undefined;
  readonly groupsField: string | undefined;
  readonly groupClaim: string | undefined;
  readonly reassignable: boolean | undefined;
  readonly operations: readonly string[] | undefined;
}

/** Reads a rule. `check-rule.ts` checks later whether its arguments fit together. */
export function readAuthRule(values: ArgumentValues): AuthRule {
  return {
    allow: values.text('allow') ?? (values.wrote('allow') ? null : undefined),
    and: values.wrote('and') ? values.groups('and').map(readAuthRule) : undefined,
    provider: values.text('provider'),
    ownerField: values.text('ownerField'),
    identityClaim: values.text('identityClaim'),
    groups: values.texts('groups'),
    groupsField: values.text('groupsField'),
    groupClaim: values.text('groupClaim'),
    reassignable: values.flag('reassignable'),
    operations: values.texts('operations'),
  };
}
