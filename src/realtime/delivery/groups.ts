import type { Scope } from '../../tenant/index.ts';
import type { Subscription } from '../../store/index.ts';
import { identityOf } from './identity.ts';
import type { ReadOperation } from './read-operation.ts';

/** A subscription whose caller is admitted. */
export interface Admitted {
  readonly subscription: Subscription;
  readonly operation: ReadOperation;
  readonly scope: Scope;
}

/** Subscriptions that get the same answer to every event: one execution serves them all. */
export interface Group extends Omit<Admitted, 'subscription'> {
  readonly subscriptions: readonly Subscription[];
}

/** Groups subscriptions by their operation and by what their callers may see. The scope of a group is that of its first. */
export function groupsOf(admitted: readonly Admitted[]): readonly Group[] {
  const groups = new Map<string, Group & { readonly subscriptions: Subscription[] }>();
  for (const { subscription, operation, scope } of admitted) {
    const key = `${operation.key} ${identityOf(scope, operation.plan)}`;
    const known = groups.get(key);
    if (known) known.subscriptions.push(subscription);
    else groups.set(key, { operation, scope, subscriptions: [subscription] });
  }
  return [...groups.values()];
}
