import type { Resolvers } from '../generated/operator.ts';
import { newApiKey, Refusal, type ApiKeyRecord } from '../../tenant/index.ts';
import { numberArgument, textArgument } from '../arguments.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { changeTenant } from './change-tenant.ts';
import type { Operator } from './operator.ts';

const MOST_REASON = 500;
/** How long an operator may look at a tenant, in minutes: unless told, and the most. */
const MINUTES = { usual: 15, most: 60 };

/** How operators look at a tenant that lets them: by a key that reads what an ADMIN reads, and writes nothing. */
export const operatorImpersonation = {
  Mutation: {
    async impersonate(_root, { tenantId, reason, minutes }, context) {
      const why = textArgument('reason', reason, MOST_REASON);
      const length = numberArgument('minutes', minutes ?? MINUTES.usual, 1, MINUTES.most);
      const { platform, operator } = context;
      const from = platform.now();
      const { key, text } = newImpersonation(operator, {
        tenantId,
        why,
        from,
        until: from + length * 60_000,
      });
      const allowed = await changeTenant(context, tenantId, async (change) => {
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
      });
      if (!allowed)
        throw new Refusal(
          'FORBIDDEN',
          `The tenant "${tenantId}" does not allow impersonation: those who administer it can, in its settings.`,
        );
      return { id: key.id, key: text, expiresAt: key.expiresAt };
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
