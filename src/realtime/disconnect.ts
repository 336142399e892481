import { leave } from '../leave.ts';
import type { SocketParts } from './socket-parts.ts';

/** Ends what a connection has in its tenants, and forgets it. */
export async function disconnect(
  parts: Pick<SocketParts, 'connections' | 'scopeOf' | 'subscriptionsOf' | 'platform' | 'log'>,
  connectionId: string,
): Promise<void> {
  const { connections } = parts;
  const found = await connections.find(connectionId);
  if (!found) return;
  for (const tenant of found.tenants) await leaveTenant(parts, tenant, connectionId);
  // It is forgotten last, so that a sweep repeats what failed. A message may have joined one more tenant meanwhile.
  const removed = await connections.remove(connectionId);
  const late = (removed?.tenants ?? []).filter((tenant) => !found.tenants.includes(tenant));
  for (const tenant of late) await leaveTenant(parts, tenant, connectionId);
}

async function leaveTenant(
  parts: Pick<SocketParts, 'scopeOf' | 'subscriptionsOf' | 'platform' | 'log'>,
  tenantId: string,
  connectionId: string,
): Promise<void> {
  const scope = await parts.scopeOf(tenantId);
  if (scope) await leave(parts, scope, parts.subscriptionsOf(scope), connectionId);
}
