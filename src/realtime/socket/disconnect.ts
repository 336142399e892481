import type { SocketParts } from './socket-parts.ts';

/**
 * Ends what a connection has in its tenants, and forgets it. Logs the minutes that each tenant had it, once, which the usage
 * counts.
 */
export async function disconnect(
  parts: Pick<SocketParts, 'connections' | 'scopeOf' | 'subscriptionsOf' | 'platform' | 'log'>,
  connectionId: string,
): Promise<void> {
  const { connections } = parts;
  const found = await connections.find(connectionId);
  if (!found) return;
  for (const tenant of found.tenants) await leave(parts, tenant, connectionId);
  // It is forgotten last, so that a sweep repeats what failed. A message may have joined one more tenant meanwhile.
  const removed = await connections.remove(connectionId);
  const late = (removed?.tenants ?? []).filter((tenant) => !found.tenants.includes(tenant));
  for (const tenant of late) await leave(parts, tenant, connectionId);
}

async function leave(
  {
    scopeOf,
    subscriptionsOf,
    platform,
    log,
  }: Pick<SocketParts, 'scopeOf' | 'subscriptionsOf' | 'platform' | 'log'>,
  tenantId: string,
  connectionId: string,
): Promise<void> {
  const scope = await scopeOf(tenantId);
  if (!scope) return;
  const left = await subscriptionsOf(scope).leave(connectionId);
  if (!left) return;
  const connectionMinutes = Math.max(1, Math.ceil((platform.now() - left.joinedAt) / 60_000));
  log({ level: 'info', message: 'connection', tenantId, counted: 'connection', connectionMinutes });
}
