import type { Resolvers } from '../generated/platform.ts';
import type { Json } from '../../model/index.ts';
import { storable } from '../../store/index.ts';
import { Refusal, type TenantSettings } from '../../tenant/index.ts';
import { change } from '../change.ts';
import { requireTenant } from './find-tenant.ts';

/**
 * Maximum bytes of custom settings. Every request loads the tenant with its settings, so they must be small.
 */
const MAX_CUSTOM = 16 * 1024;

/** Resolvers of `tenant`, the caller's tenant, and of its settings. */
export const tenantResolvers = {
  Query: {
    // Read the record again, so that a caller sees their own change at once.
    tenant: (_root, _args, { scope, platform }) => requireTenant(platform.control, scope.tenantId),
  },
  Mutation: {
    updateTenantSettings(_root, { input }, context) {
      const custom = input.custom === null || input.custom === undefined ? null : readCustom(input.custom);
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

function readCustom(text: string): TenantSettings['custom'] {
  const custom = JSON.parse(text) as Json;
  if (
    typeof custom !== 'object' ||
    custom === null ||
    Array.isArray(custom) ||
    Buffer.byteLength(text) > MAX_CUSTOM
  )
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "input.custom" must be a JSON object of at most ${MAX_CUSTOM} bytes.`,
    );
  storable({ custom }, 'custom');
  return custom as TenantSettings['custom'];
}
