import { narrowed, newApiKey, Refusal, type ApiKeyRecord } from '../../tenant/index.ts';
import type { Change } from '../change.ts';
import type { PlatformContext } from '../context.ts';
import { requireGrantable } from '../roles/index.ts';

import { isoTime } from './api-key.ts';

/** A new key with its secret text. The platform stores the hash only, so it shows the text once. */
export interface NewKey {
  readonly apiKey: ApiKeyRecord;
  readonly text: string;
}

/**
 * Adds a key to the caller's tenant.
 * @param policy what the key may do; `life` is in milliseconds. A key that another key creates expires no
 * later than that one.
 * @throws {Refusal} FORBIDDEN if the caller lacks one of the rights, INVALID_ARGUMENTS if a role does not
 * exist
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
    // The maker's own bound also holds for permissions that the schema gains later.
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
