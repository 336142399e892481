import { livingTenants, type JobParts } from '../platform/index.ts';
import { dropExpiredAnswers } from '../store/index.ts';

/** Deletes the expired answers of all tenants, as the tables' time to live does on AWS. Returns how many items. */
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
