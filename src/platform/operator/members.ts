import type { Resolvers } from '../generated/operator.ts';
import type { Membership } from '../../tenant/index.ts';
import { invitee } from '../invitations/invitee.ts';
import { invite, resend, revoke } from '../invitations/invite.ts';
import { statusOf } from '../invitations/status.ts';
import { editMember, type MemberEdit, type ShownMember } from '../members/edit-member.ts';
import { endMembership } from '../members/end-membership.ts';
import { readConnection } from '../page.ts';
import { requireRoles } from '../roles/index.ts';

import { changeTenant } from './change-tenant.ts';
import { importGroups } from './import-groups.ts';
import type { OperatorContext } from './operator.ts';

/**
 * Resolvers of members and invitations of any tenant. Operators may grant every role of the tenant, although
 * they have none in it.
 */
export const operatorMembers = {
  Query: {
    members: (_root, { tenantId, ...page }, { platform: { control, cursors } }) =>
      readConnection(cursors, ['operator', tenantId, 'members'], page, (part) =>
        control.list('members', tenantId, part),
      ),
    invitations: (_root, { tenantId, ...page }, { platform: { control, cursors } }) =>
      readConnection(cursors, ['operator', tenantId, 'invitations'], page, (part) =>
        control.list('invitations', tenantId, part),
      ),
  },
  Mutation: {
    inviteMember: async (_root, { tenantId, input }, context) => {
      const { platform, operator } = context;
      const userId = await invitee(platform.identities, input.email);
      const given = { ...input, tenantId, invitedBy: operator.userId };
      return changeTenant(context, tenantId, (tx) => invite(tx, platform, given, { userId }));
    },
    resendInvitation: (_root, { tenantId, id }, context) =>
      changeTenant(context, tenantId, (tx) => resend(tx, context.platform, { tenantId, id })),
    revokeInvitation: (_root, { tenantId, id }, context) =>
      changeTenant(context, tenantId, (tx) => revoke(tx, { tenantId, id })),

    setMemberRoles: (_root, { roles, ...ids }, context) =>
      edit(context, ids, {
        action: 'member.rolesChanged',
        edit: (member, tenant) => ({ ...member, roles: requireRoles(context.platform.model, tenant, roles) }),
      }),
    disableMember: (_root, ids, context) =>
      edit(context, ids, {
        action: 'member.disabled',
        edit: (member) => ({ ...member, status: 'DISABLED' }),
      }),
    enableMember: (_root, ids, context) =>
      edit(context, ids, { action: 'member.enabled', edit: (member) => ({ ...member, status: 'ACTIVE' }) }),
    removeMember: (_root, ids, context) =>
      endMembership(
        (work, answerOf) => changeTenant(context, ids.tenantId, work, answerOf),
        context.platform,
        ids,
        {
          action: 'member.removed',
        },
      ),

    importGroups: (_root, { separator }, context) => importGroups(context, separator),
  },
  TenantInvitation: {
    status: (invitation, _args, { platform }) => statusOf(invitation, platform.now()),
  },
} satisfies Resolvers;

function edit(
  context: OperatorContext,
  { tenantId, userId }: Pick<Membership, 'tenantId' | 'userId'>,
  what: MemberEdit,
): Promise<ShownMember> {
  return changeTenant(context, tenantId, (tx) =>
    editMember(tx, context.platform, { tenantId, userId }, what),
  );
}
