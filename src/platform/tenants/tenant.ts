import type { Resolvers } from '../generated/platform.ts';
import type { Json } from '../../model/index.ts';
import { change } from '../change.ts';
import { customSettings } from './custom-settings.ts';
import { requireTenant } from './find-tenant.ts';

/** Resolvers of `tenant`, the caller's tenant, and of its settings. */
export const tenantResolvers = {
  Query: {
    // Read the record again, so that a caller sees their own change at once.
    tenant: (_root, _args, { scope, platform }) => requireTenant(platform.control, scope.tenantId),
  },
  Mutation: {
    updateTenantSettings(_root, { input }, context) {
      const given = input.custom ?? null;
      const custom = given === null ? null : customSettings('input.custom', JSON.parse(given) as Json);
      return change(context, async (tx) => {
        const tenant = await requireTenant(tx, context.scope.tenantId);
        const { settings } = tenant;
        const next = {
          allowImpersonation: input.allowImpersonation ?? settings.allowImpersonation,
          custom: custom ?? settings.custom,
        };
        tx.put('tenant', { ...tenant, settings: next });
        tx.record({
          action: 'tenant.settingsUpdated',
          entity: { type: 'Tenant', id: tenant.id },
          detail: { allowImpersonation: next.allowImpersonation, custom: custom !== null },
        });
        return { ...tenant, settings: next };
      });
    },
  },
  Tenant: {
    statusReason: ({ suspension }) => suspension?.reason ?? null,
    settings: ({ settings: { allowImpersonation, custom } }) => ({
      allowImpersonation,
      custom: JSON.stringify(custom),
    }),
  },
} satisfies Resolvers;
