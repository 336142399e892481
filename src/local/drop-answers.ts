import { livingTenants, type JobParts } from '../platform/index.ts';
import { dropExpiredAnswers } from '../store/index.ts';

/**
 * Deletes the expired answers of all tenants, and returns how many items. Only a laptop walks over its tenants for it: the
 * emulator deletes nothing that has expired. On AWS the tables' time to live does it, without a walk.
 */
export async function dropAnswers({ platform, scopeOf, sendOf, controlSend }: JobParts): Promise<number> {
  let dropped = 0;
  for await (const tenant of livingTenants(platform.control)) {
    const scope = await scopeOf(tenant, 'drop expired answers');
    if (scope.tenant.status === 'MOVING') continue;
    const sends = { rows: sendOf(scope), control: controlSend };
    dropped += await dropExpiredAnswers(scope, sends, platform.now());
  }
  return dropped;
}
