import { createHash } from 'node:crypto';

import type { Scope } from '../../tenant/index.ts';
import type { SubscriptionPlan } from '../../engine/index.ts';

/** Claims that are different in each token of one user, and decide nothing. */
const OF_THE_TOKEN: ReadonlySet<string> = new Set([
  'auth_time',
  'event_id',
  'exp',
  'iat',
  'jti',
  'nbf',
  'origin_jti',
]);

/** Returns what reads the identity of a scope: equal only for callers who get the same answer to an operation. */
export function openIdentities(): (scope: Scope, plan: Pick<SubscriptionPlan, 'sameFor'>) => string {
  const known = new WeakMap<Scope, Map<SubscriptionPlan['sameFor'], string>>();
  return (scope, { sameFor }) => {
    const identities = known.get(scope) ?? new Map<SubscriptionPlan['sameFor'], string>();
    known.set(scope, identities);
    const identity = identities.get(sameFor) ?? identityOf(scope, sameFor);
    identities.set(sameFor, identity);
    return identity;
  };
}

function identityOf({ caller }: Scope, sameFor: SubscriptionPlan['sameFor']): string {
  const { userId, username, groups, claims, rights, features, readOnly } = caller;
  const shared = [[...groups].sort(), rights, features && [...features].sort(), readOnly];
  const deciding = Object.entries(claims).filter(([name]) => !OF_THE_TOKEN.has(name));
  const own = [userId, username, deciding.sort(([a], [b]) => (a < b ? -1 : 1))];
  const text = JSON.stringify(sameFor === 'roles' ? shared : [...shared, ...own]);
  return createHash('sha256').update(text).digest('base64');
}
