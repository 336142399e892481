import type { Resolvers, TenantRole } from '../generated/platform.ts';
import type { Model } from '../../model/index.ts';
import { isBuiltInRole, rightsOf, type Scope, type TenantRecord } from '../../tenant/index.ts';
import { change } from '../change.ts';
import { requireLivingTenant } from '../tenants/find-tenant.ts';

import { checkedRole, requireFreeName, requireOwnRole, requireUnused, withoutRole } from './edit-roles.ts';
import { permissionsHeld } from './granted-roles.ts';
import { permissionMatrix } from './permission-matrix.ts';
import { requireGrantable } from './require-grantable.ts';
import { roleNames } from './role-names.ts';

const entityOf = (id: string) => ({ type: 'TenantRole', id });

/** Resolvers of the roles of a tenant and their permissions. */
export const roleResolvers = {
  Query: {
    roles: async (_root, _args, { scope, platform: { control, model } }) => {
      const tenant = await control.get('tenant', { id: scope.tenantId });
      return roleNames(model, tenant ?? scope.tenant).map((name) =>
        describe(model, scope, tenant ?? scope.tenant, name),
      );
    },
    permissionMatrix: (_root, _args, { scope, platform: { model } }) =>
      permissionMatrix(model, scope, scope.tenant),
  },
  Mutation: {
    createRole: (_root, { input }, context) =>
      change(context, async (tx) => {
        const { scope, platform } = context;
        const { name, permissions } = input;
        const tenant = await requireLivingTenant(tx, scope.tenantId);
        requireFreeName(tenant, name);
        const role = checkedRole(platform.model, { description: input.description ?? null, permissions });
        requireGrantable(scope, platform.model, { roles: [name], permissions: role.permissions }, tenant);
        const next = { ...tenant, roles: { ...tenant.roles, [name]: role } };
        tx.put('tenant', next);
        tx.record({
          action: 'role.created',
          entity: entityOf(name),
          detail: { permissions: role.permissions },
        });
        return describe(platform.model, scope, next, name);
      }),

    updateRole: (_root, { name, input }, context) =>
      change(context, async (tx) => {
        const { scope, platform } = context;
        const tenant = await requireLivingTenant(tx, scope.tenantId);
        const before = requireOwnRole(tenant, name);
        const { description = before.description } = input;
        const permissions = input.permissions ?? before.permissions;
        const role = checkedRole(platform.model, { description, permissions });
        if (input.permissions) {
          const grant = { roles: [name], permissions: role.permissions };
          requireGrantable(scope, platform.model, grant, withoutRole(tenant, name));
        }
        const next = { ...tenant, roles: { ...tenant.roles, [name]: role } };
        tx.put('tenant', next);
        const detail = { before: before.permissions, after: role.permissions };
        tx.record({ action: 'role.updated', entity: entityOf(name), detail });
        return describe(platform.model, scope, next, name);
      }),

    deleteRole: (_root, { name }, context) =>
      change(context, async (tx) => {
        const { scope, platform } = context;
        const tenant = await requireLivingTenant(tx, scope.tenantId);
        requireOwnRole(tenant, name);
        await requireUnused(platform.control, tenant, name, platform.now());
        tx.put('tenant', withoutRole(tenant, name));
        tx.record({ action: 'role.deleted', entity: entityOf(name) });
        return describe(platform.model, scope, tenant, name);
      }),
  },
} satisfies Resolvers;

function describe(
  model: Model,
  { tenantId }: Pick<Scope, 'tenantId'>,
  tenant: TenantRecord,
  name: string,
): TenantRole {
  const own = Object.hasOwn(tenant.roles, name) ? tenant.roles[name] : undefined;
  if (own) return { name, kind: 'CUSTOM', ...own };
  return {
    name,
    description: null,
    kind: isBuiltInRole(name) ? 'BUILT_IN' : 'DECLARED',
    permissions: permissionsHeld(model, { tenantId, groups: [name], rights: rightsOf([name], tenant) }),
  };
}
