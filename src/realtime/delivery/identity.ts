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

/** Returns the identity of a scope: equal only for callers who get the same answer to an operation. */
export function identityOf({ caller }: Scope, { sameFor }: Pick<SubscriptionPlan, 'sameFor'>): string {
  const { userId, username, groups, claims, rights, features, readOnly } = caller;
  const shared = [[...groups].sort(), rights, features && [...features].sort(), readOnly];
  if (sameFor === 'roles') return JSON.stringify(shared);
  const deciding = Object.entries(claims).filter(([name]) => !OF_THE_TOKEN.has(name));
  return JSON.stringify([...shared, userId, username, deciding.sort(([a], [b]) => (a < b ? -1 : 1))]);
}
