import { livingTenants, type JobParts } from '../platform/index.ts';
import { dropExpiredItems } from '../store/index.ts';

/**
 * Deletes the expired items of all tenants, and returns how many. Only a laptop walks over its tenants for it: the
 * emulator deletes nothing that has expired. On AWS the tables' time to live does it, without a walk.
 */
export async function dropAllExpired({
  platform,
  scopeOf,
  sendOf,
  realtimeSendOf,
  controlSend,
}: JobParts): Promise<number> {
  let dropped = 0;
  for await (const tenant of livingTenants(platform.control)) {
    const scope = await scopeOf(tenant, 'drop expired items');
    if (scope.tenant.status === 'MOVING') continue;
    const sends = { rows: sendOf(scope), realtime: realtimeSendOf(scope), control: controlSend };
    dropped += await dropExpiredItems(scope, sends, platform.now());
  }
  return dropped;
}
