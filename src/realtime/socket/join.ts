import { Refusal, type Scope } from '../../tenant/index.ts';
import type { Connection } from '../../store/index.ts';
import { realtimeLimitsOf } from '../../platform/index.ts';
import type { SocketParts } from './socket-parts.ts';

/** Milliseconds that API Gateway keeps a connection (two hours), and ten minutes for its last messages. */
export const SOCKET_LIFE = 130 * 60_000;

/**
 * Counts a connection among those of the tenant of a scope.
 * @returns `gone` if the connection has ended meanwhile
 * @throws {Refusal} QUOTA_EXCEEDED if the tenant has as many as its plan allows
 */
export async function join(
  { connections, subscriptionsOf, platform }: SocketParts,
  { id, openedAt }: Pick<Connection, 'id' | 'openedAt'>,
  scope: Scope,
): Promise<'done' | 'gone'> {
  const { connections: most } = realtimeLimitsOf(platform.plans, scope);
  // First the note by which the end of the connection finds the tenant.
  if ((await connections.addTenant(id, scope.tenantId)) === 'gone') return 'gone';
  const expiresAt = Math.ceil((openedAt + SOCKET_LIFE) / 1000);
  const joined = await subscriptionsOf(scope).join(id, { at: platform.now(), expiresAt, most });
  if (joined !== 'full') return joined;
  throw new Refusal(
    'QUOTA_EXCEEDED',
    `The plan of this tenant allows ${String(most)} connections at once: close one, or ask for another plan.`,
  );
}
