import type { MutationResolvers } from '../generated/platform.ts';
import { change } from '../change.ts';

import { isImpersonation, isoTime, requireKey, statusOf } from './api-key.ts';

/** Resolves `revokeApiKey`: ends a key, or an operator's impersonation of the tenant. */
export const revokeApiKey: NonNullable<MutationResolvers['revokeApiKey']> = (_root, { id }, context) =>
  change(context, async (transaction) => {
    const key = await requireKey(transaction, context, id);
    const now = context.platform.now();
    if (statusOf(key, now) !== 'ACTIVE') return key;
    const revoked = { ...key, revokedAt: isoTime(now) };
    transaction.put('apiKey', revoked);
    transaction.record({
      action: isImpersonation(key) ? 'impersonation.revoked' : 'apiKey.revoked',
      entity: { type: 'TenantApiKey', id },
      detail: { name: key.name },
    });
    return revoked;
  });
