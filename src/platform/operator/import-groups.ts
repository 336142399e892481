import type { GroupImport, ImportedMember, SkippedGroup } from '../generated/operator.ts';
import { Refusal, requirePlainUsername, type Membership } from '../../tenant/index.ts';
import type { Identity } from '../identities.ts';
import { requireLivingTenant } from '../tenants/find-tenant.ts';
import { setMembership } from '../tenants/set-membership.ts';
import { planOf } from '../plans/plan.ts';
import { requireRoles } from '../roles/index.ts';

import { changeTenant } from './change-tenant.ts';
import type { OperatorContext } from './operator.ts';

/**
 * Makes the users in groups of the user pool members. A group is named `<tenant><separator><Role>`:
 * `acme_ADMIN`. It adds roles and removes none. A second call changes nothing.
 * @throws {Refusal} INVALID_ARGUMENTS if the separator is empty
 */
export async function importGroups(context: OperatorContext, separator: string): Promise<GroupImport> {
  if (separator === '') throw new Refusal('INVALID_ARGUMENTS', 'The argument "separator" must not be empty.');
  const imported: ImportedMember[] = [];
  const skipped: SkippedGroup[] = [];
  for await (const { name: group, members } of context.platform.identities.groups()) {
    const at = group.indexOf(separator);
    if (at < 1) {
      skipped.push({ group, username: null, reason: `Its name is not "tenant${separator}Role".` });
      continue;
    }
    const place = { tenantId: group.slice(0, at), role: group.slice(at + separator.length) };
    for (const identity of members) {
      const skip = (reason: string): void => {
        skipped.push({ group, username: identity.username, reason });
      };
      try {
        const { userId, username } = identity;
        const roles = await importMember(context, place, identity);
        if (roles) imported.push({ tenantId: place.tenantId, userId, username, roles });
        else skip('The user has the role already.');
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        skip(error.message);
      }
    }
  }
  return { imported, skipped };
}

/** Adds roles to one member. Returns the member's roles, or null if nothing changed. */
function importMember(
  context: OperatorContext,
  { tenantId, role }: { tenantId: string; role: string },
  { userId, username, email, enabled }: Identity,
): Promise<readonly string[] | null> {
  const { model, plans, now } = context.platform;
  requirePlainUsername(username);
  if (!enabled) throw new Refusal('CONDITION_FAILED', 'The user is disabled.');
  return changeTenant(context, tenantId, async (tx) => {
    const tenant = await requireLivingTenant(tx, tenantId);
    requireRoles(model, tenant, [role]);
    const before = await tx.get('member', { tenantId, userId });
    if (before?.status === 'DISABLED')
      throw new Refusal('CONDITION_FAILED', 'The member is disabled: enable them first.');
    if (before?.roles.includes(role)) return null;
    const joined: Membership = {
      ...{ tenantId, userId, username, email, roles: [role], status: 'ACTIVE' },
      joinedAt: new Date(now()).toISOString(),
    };
    const after = before ? { ...before, roles: [...before.roles, role] } : joined;
    await setMembership(tx, { tenantId, userId }, after, planOf(plans, tenant).limits.seats);
    tx.record({
      action: 'member.imported',
      entity: { type: 'TenantMember', id: userId },
      detail: { before: before?.roles ?? [], after: after.roles },
    });
    return after.roles;
  });
}
