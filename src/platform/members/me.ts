import { Refusal } from '../../tenant/index.ts';
import type { QueryResolvers } from '../generated/platform.ts';
import { permissionsHeld } from '../roles/index.ts';

/** Resolves `me`: the caller, and the other tenants of the user. */
export const me: QueryResolvers['me'] = async (_root, _args, { scope, platform }) => {
  const { caller, tenantId } = scope;
  const isUser = caller.actor.type === 'user';
  const own = isUser ? await platform.control.get('member', { tenantId, userId: caller.userId }) : null;
  return {
    id: caller.userId,
    username: caller.username,
    email: own?.email ?? null,
    roles: caller.groups,
    permissions: permissionsHeld(platform.model, caller),
    tenants: isUser ? await tenantsOf(caller.userId) : null,
  };

  async function tenantsOf(userId: string) {
    const { records } = await platform.control.list('tenantsOfUser', userId);
    const active = records.filter(({ status }) => status === 'ACTIVE');
    return Promise.all(
      active.map(async ({ tenantId: id, roles }) => {
        const tenant = await platform.control.get('tenant', { id });
        if (!tenant) throw new Refusal('NOT_FOUND', `There is no tenant "${id}".`);
        return { id, name: tenant.name, status: tenant.status, roles, active: id === tenantId };
      }),
    );
  }
};
