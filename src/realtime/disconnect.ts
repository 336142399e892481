import type { Scope } from '../tenant/index.ts';
import type { Connections, Subscriptions } from '../store/index.ts';
import type { ScopeOptions } from '../server/index.ts';
import { leave } from './leave.ts';

export interface DisconnectParts extends Pick<ScopeOptions, 'platform' | 'log'> {
  readonly connections: Pick<Connections, 'find' | 'remove'>;
  /** Opens the scope of a tenant. Returns null if there is no such tenant. */
  readonly scopeOf: (tenantId: string) => Promise<Scope | null>;
  readonly subscriptionsOf: (scope: Scope) => Pick<Subscriptions, 'leave'>;
}

/** Ends what a connection has in its tenants, and forgets it. */
export async function disconnect(parts: DisconnectParts, connectionId: string): Promise<void> {
  const { connections } = parts;
  const found = await connections.find(connectionId);
  if (!found) return;
  for (const tenant of found.tenants) await leaveTenant(parts, tenant, connectionId);
  // It is forgotten last, so that a repeat ends what is left. A message may have joined one more tenant meanwhile.
  const removed = await connections.remove(connectionId);
  const late = (removed?.tenants ?? []).filter((tenant) => !found.tenants.includes(tenant));
  for (const tenant of late) await leaveTenant(parts, tenant, connectionId);
}

async function leaveTenant(parts: DisconnectParts, tenantId: string, connectionId: string): Promise<void> {
  const scope = await parts.scopeOf(tenantId);
  if (scope) await leave(parts, scope, parts.subscriptionsOf(scope), connectionId);
}
