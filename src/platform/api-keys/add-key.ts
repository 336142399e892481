import { narrowed, newApiKey, Refusal, type ApiKeyRecord } from '../../tenant/index.ts';
import type { Change } from '../change.ts';
import type { PlatformContext } from '../context.ts';
import { requireGrantable } from '../roles/index.ts';

import { isoTime } from './api-key.ts';

/** A key that was just made, with the text that nobody can ask for again. */
export interface NewKey {
  readonly apiKey: ApiKeyRecord;
  readonly text: string;
}

/**
 * Adds a key to the caller's tenant.
 * @param policy what the key is to be; `life` is in milliseconds. One that a key makes ends no later than its maker
 * @throws {Refusal} FORBIDDEN for a right that the caller does not hold, INVALID_ARGUMENTS for a role that is none
 */
export async function addKey(
  transaction: Change,
  { scope, platform }: PlatformContext,
  { life, ...policy }: Pick<ApiKeyRecord, 'name' | 'roles' | 'scopes'> & { readonly life: number },
): Promise<NewKey> {
  const { tenantId, caller } = scope;
  const tenant = await transaction.get('tenant', { id: tenantId });
  if (!tenant) throw new Refusal('NOT_FOUND', 'The tenant is gone.');
  requireGrantable(scope, platform.model, policy, tenant);
  const maker =
    caller.actor.type === 'apiKey'
      ? await transaction.get('apiKey', { tenantId, id: caller.actor.id })
      : null;
  const now = platform.now();
  const end = Math.min(now + life, maker ? Date.parse(maker.expiresAt) : Infinity);
  const { id, text, secretHash } = newApiKey();
  const apiKey: ApiKeyRecord = {
    id,
    tenantId,
    ...policy,
    // Nor may it reach further than its maker in what the schema gains later.
    scopes: narrowed(caller.rights.atMost, policy.scopes),
    secretHash,
    createdBy: caller.userId,
    createdAt: isoTime(now),
    expiresAt: isoTime(end),
    revokedAt: null,
    lastUsedAt: null,
    replacedBy: null,
    impersonation: null,
  };
  transaction.add('apiKey', apiKey);
  return { apiKey, text };
}
