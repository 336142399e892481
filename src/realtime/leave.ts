import type { Scope } from '../tenant/index.ts';
import type { Subscriptions } from '../store/index.ts';
import { connectionLine } from '../platform/index.ts';
import type { ScopeOptions } from '../server/index.ts';

/**
 * Ends what a connection has in the tenant of a scope. Logs the minutes that the tenant had it, once, which the usage counts.
 */
export async function leave(
  { platform, log }: Pick<ScopeOptions, 'platform' | 'log'>,
  { tenantId }: Scope,
  subscriptions: Pick<Subscriptions, 'leave'>,
  connectionId: string,
): Promise<void> {
  const left = await subscriptions.leave(connectionId);
  if (left) log(connectionLine({ tenantId, connectionId, joinedAt: left.joinedAt, leftAt: platform.now() }));
}
