import type { Resolvers } from '../generated/platform.ts';
import { Refusal, type Membership, type Scope } from '../../tenant/index.ts';
import { change } from '../change.ts';
import type { PlatformContext } from '../context.ts';
import { readConnection } from '../page.ts';
import { requireGrantable, requireRoles } from '../roles/index.ts';

import { editMember, type MemberEdit, type ShownMember } from './edit-member.ts';
import { endMembership } from './end-membership.ts';

/**
 * Resolvers of the members of a tenant. A caller grants no right that they lack, and only owners change
 * owners.
 */
export const memberResolvers = {
  Query: {
    members: (_root, page, { scope, platform: { control, cursors } }) =>
      readConnection(cursors, [scope.tenantId, 'members'], page, (part) =>
        control.list('members', scope.tenantId, part),
      ),
  },
  Mutation: {
    setMemberRoles: (_root, { userId, roles }, context) =>
      editOther(context, userId, {
        action: 'member.rolesChanged',
        edit: (member, tenant) => {
          const { model } = context.platform;
          requireGrantable(context.scope, model, { roles }, tenant);
          return { ...member, roles: requireRoles(model, tenant, roles) };
        },
      }),

    disableMember: (_root, { userId }, context) =>
      editOther(context, userId, {
        action: 'member.disabled',
        edit: (member) => ({ ...member, status: 'DISABLED' }),
      }),

    enableMember: (_root, { userId }, context) =>
      editOther(context, userId, {
        action: 'member.enabled',
        edit: (member, tenant) => {
          requireGrantable(context.scope, context.platform.model, member, tenant);
          return { ...member, status: 'ACTIVE' };
        },
      }),

    removeMember: (_root, { userId }, context) =>
      endMembership(
        (work, answerOf) => change(context, work, answerOf),
        context.platform,
        { tenantId: context.scope.tenantId, userId },
        {
          action: 'member.removed',
          check: (member) => {
            leaveOwnersToOwners(context.scope, member);
          },
        },
      ),

    transferOwnership: (_root, { userId }, context) => {
      const { scope, platform } = context;
      const own = requireSelf(scope);
      requireOwner(scope);
      if (userId === own.userId)
        throw new Refusal('INVALID_ARGUMENTS', 'The argument "userId" must name another member.');
      return change(context, async (tx) => {
        const edit = (action: string, ids: typeof own, roles: MemberEdit['edit']): Promise<ShownMember> =>
          editMember(tx, platform, ids, { action, edit: roles });
        // Add the new owner first, so that the tenant always has one.
        const next = await edit('member.madeOwner', { ...own, userId }, (member) => {
          if (member.status !== 'ACTIVE')
            throw new Refusal(
              'CONDITION_FAILED',
              'A disabled member cannot become owner: enable them first.',
            );
          return { ...member, roles: [...new Set(['OWNER', ...member.roles])] };
        });
        await edit('member.gaveOwnership', own, (member) => {
          if (!member.roles.includes('OWNER')) throw notAnOwner();
          const others = member.roles.filter((role) => role !== 'OWNER');
          return { ...member, roles: [...new Set(['ADMIN', ...others])] };
        });
        return next;
      });
    },

    leaveTenant: (_root, _args, context) => {
      const own = requireSelf(context.scope);
      return endMembership((work, answerOf) => change(context, work, answerOf), context.platform, own, {
        action: 'member.left',
      });
    },
  },
} satisfies Resolvers;

/**
 * Changes a member of the caller's tenant.
 * @throws {Refusal} FORBIDDEN if the member is an owner and the caller is not
 */
function editOther(
  context: PlatformContext,
  userId: string,
  { action, edit }: MemberEdit,
): Promise<ShownMember> {
  const { scope, platform } = context;
  const guarded: MemberEdit['edit'] = (member, tenant) => {
    leaveOwnersToOwners(scope, member);
    return edit(member, tenant);
  };
  return change(context, (tx) =>
    editMember(tx, platform, { tenantId: scope.tenantId, userId }, { action, edit: guarded }),
  );
}

function leaveOwnersToOwners(scope: Scope, { roles }: Membership): void {
  if (roles.includes('OWNER')) requireOwner(scope);
}

function requireOwner({ caller: { rights } }: Scope): void {
  if (!rights.owner || rights.atMost !== null) throw notAnOwner();
}

function notAnOwner(): Refusal {
  return new Refusal('FORBIDDEN', 'Only an owner of the tenant may change an owner.');
}

/**
 * Returns the membership of the caller.
 * @throws {Refusal} FORBIDDEN if the caller is an API key, which has no membership
 */
function requireSelf({ caller, tenantId }: Scope): Pick<Membership, 'tenantId' | 'userId'> {
  if (caller.actor.type !== 'user')
    throw new Refusal('FORBIDDEN', 'An API key has no membership of its own: sign in as a member.');
  return { tenantId, userId: caller.userId };
}
