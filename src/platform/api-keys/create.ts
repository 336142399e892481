import { Refusal } from '../../tenant/index.ts';
import type { ControlTransaction } from '../../store/index.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { change } from '../change.ts';
import type { PlatformContext } from '../context.ts';

import { addKey } from './add-key.ts';
import { DAY, isImpersonation, requireBetween, statusOf } from './api-key.ts';
import { requireScopes } from './scopes.ts';

const DEFAULT_DAYS = 90;
const MAX_DAYS = 365;
const MAX_NAME = 100;

/** Maximum number of active keys of a tenant. A rotated key does not count. */
const MAX_KEYS = 100;

/** Resolves `createApiKey`: creates a key of the caller's tenant, with no more rights than the caller has. */
export const createApiKey: NonNullable<MutationResolvers['createApiKey']> = async (
  _root,
  { input },
  context,
) => {
  const { scope, platform } = context;
  const name = requireName(input.name);
  const days = requireBetween('expiresInDays', input.expiresInDays ?? DEFAULT_DAYS, 1, MAX_DAYS);
  const asked = input.scopes ? requireScopes(platform.model, input.scopes) : scope.caller.rights.atMost;
  const roles = [...new Set(input.roles)];
  return change(context, async (transaction) => {
    const made = await addKey(transaction, context, { name, roles, scopes: asked, life: days * DAY });
    await requireRoom(transaction, context);
    const { id, scopes, expiresAt } = made.apiKey;
    transaction.record({
      action: 'apiKey.created',
      entity: { type: 'TenantApiKey', id },
      detail: { name, roles, scopes, expiresAt },
    });
    return made;
  });
};

function requireName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > MAX_NAME || /\p{Cc}/u.test(trimmed))
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "name" must hold 1 to ${MAX_NAME} characters of one line.`,
    );
  return trimmed;
}

/**
 * Checks that the tenant may have one more key. Writes the tenant record too, so that two concurrent calls
 * conflict and the second counts the key of the first.
 * @throws {Refusal} QUOTA_EXCEEDED if the tenant has `MAX_KEYS` keys
 */
async function requireRoom(
  transaction: ControlTransaction,
  { scope, platform }: PlatformContext,
): Promise<void> {
  const tenant = await transaction.get('tenant', { id: scope.tenantId });
  if (tenant) transaction.put('tenant', tenant);
  let live = 0;
  for await (const key of platform.control.all('apiKeys', scope.tenantId)) {
    const counts = !isImpersonation(key) && key.replacedBy === null;
    if (counts && statusOf(key, platform.now()) === 'ACTIVE') live += 1;
  }
  if (live >= MAX_KEYS)
    throw new Refusal(
      'QUOTA_EXCEEDED',
      `This tenant has ${MAX_KEYS} API keys, the maximum: revoke one first.`,
    );
}
