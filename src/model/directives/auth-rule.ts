import type { ArgumentValues } from '../directive-use.ts';

/** One entry of `@auth(rules: …)` as written. */
export interface AuthRule {
  readonly allow: string;
  readonly provider: string;
  readonly ownerField: string | undefined;
  readonly identityClaim: string | undefined;
  readonly groups: readonly string[] | undefined;
  readonly groupsField: string | undefined;
  readonly groupClaim: string | undefined;
  readonly operations: readonly string[] | undefined;
}

/** Reads one rule; without `allow`, whose lack the SDL has reported, there is none. */
export function readAuthRule(values: ArgumentValues): readonly AuthRule[] {
  const allow = values.text('allow');
  if (allow === undefined) return [];
  return [
    {
      allow,
      provider: values.text('provider') ?? usualProvider(allow),
      ownerField: values.text('ownerField'),
      identityClaim: values.text('identityClaim'),
      groups: values.texts('groups'),
      groupsField: values.text('groupsField'),
      groupClaim: values.text('groupClaim'),
      operations: values.texts('operations'),
    },
  ];
}

/** The peer's default: `public` means an API key and `custom` a function. */
function usualProvider(allow: string): string {
  return allow === 'public' ? 'apiKey' : allow === 'custom' ? 'function' : 'userPools';
}
