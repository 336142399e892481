import type { Resolvers } from '../generated/operator.ts';
import { newApiKey, Refusal, type ApiKeyRecord } from '../../tenant/index.ts';
import { numberArgument, textArgument } from '../arguments.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import type { Change } from '../change.ts';
import { changeTenant } from './change-tenant.ts';
import type { Operator } from './operator.ts';

const MAX_REASON = 500;
/** Minutes that an impersonation lasts: the default and the maximum. */
const MINUTES = { default: 15, maximum: 60 };

/**
 * Resolvers of impersonation. If the tenant's settings permit it, an operator gets a key that reads as an
 * ADMIN does and writes nothing.
 */
export const operatorImpersonation = {
  Mutation: {
    async impersonate(_root, { tenantId, reason, minutes }, context) {
      const why = textArgument('reason', reason, MAX_REASON);
      const length = numberArgument('minutes', minutes ?? MINUTES.default, 1, MINUTES.maximum);
      const { platform, operator } = context;
      const from = platform.now();
      const { key, text } = newImpersonation(operator, {
        tenantId,
        why,
        from,
        until: from + length * 60_000,
      });
      const answer = { id: key.id, key: text, expiresAt: key.expiresAt };
      const begin = async (change: Change): Promise<boolean> => {
        const { settings } = await requireTenant(change, tenantId);
        const { id, expiresAt } = key;
        const outcome = settings.allowImpersonation ? 'DONE' : 'REFUSED';
        const entity = settings.allowImpersonation ? { type: 'TenantApiKey', id } : null;
        if (settings.allowImpersonation) change.add('apiKey', key);
        change.record({
          action: 'impersonation.started',
          entity,
          outcome,
          detail: { reason: why, expiresAt },
        });
        return settings.allowImpersonation;
      };
      const isAllowed = await changeTenant(context, tenantId, begin, (allowed) =>
        allowed ? answer : undefined,
      );
      if (!isAllowed)
        throw new Refusal(
          'FORBIDDEN',
          `The tenant "${tenantId}" does not allow impersonation: its administrators can allow it in its settings.`,
        );
      return answer;
    },

    endImpersonation: (_root, { tenantId, keyId }, context) =>
      changeTenant(context, tenantId, async (change) => {
        const { id: known } = await requireTenant(change, tenantId);
        const key = await change.get('apiKey', { tenantId: known, id: keyId });
        if (!key?.impersonation)
          throw new Refusal('NOT_FOUND', `There is no impersonation "${keyId}" of the tenant "${tenantId}".`);
        if (key.revokedAt !== null) return false;
        change.put('apiKey', { ...key, revokedAt: new Date(context.platform.now()).toISOString() });
        change.record({ action: 'impersonation.ended', entity: { type: 'TenantApiKey', id: keyId } });
        return true;
      }),
  },
} satisfies Resolvers;

function newImpersonation(
  { userId: operatorId, username: operator }: Operator,
  { tenantId, why, from, until }: { tenantId: string; why: string; from: number; until: number },
): { readonly key: ApiKeyRecord; readonly text: string } {
  const { id, text, secretHash } = newApiKey();
  const key: ApiKeyRecord = {
    id,
    tenantId,
    name: `Support: ${operator}`,
    secretHash,
    roles: ['ADMIN'],
    scopes: ['*:read'],
    createdBy: operator,
    createdAt: new Date(from).toISOString(),
    expiresAt: new Date(until).toISOString(),
    revokedAt: null,
    lastUsedAt: null,
    replacedBy: null,
    impersonation: { operatorId, operator, reason: why },
  };
  return { key, text };
}
