import type { Resolvers } from '../generated/platform.ts';
import { EMAIL_CLAIM, Refusal } from '../../tenant/index.ts';
import { change } from '../change.ts';
import type { PlatformContext } from '../context.ts';
import { requireLivingTenant } from '../tenants/find-tenant.ts';
import { readConnection } from '../page.ts';
import { requireGrantable } from '../roles/index.ts';

import { acceptInvitation } from './accept-invitation.ts';
import { invitee } from './invitee.ts';
import { invite, resend, revoke, type Permit } from './invite.ts';
import { statusOf } from './status.ts';

/** Resolvers of invitations to the caller's tenant, and of accepting an invitation to another tenant. */
export const invitationResolvers = {
  Query: {
    invitations: (_root, page, { scope, platform: { control, cursors } }) =>
      readConnection(cursors, [scope.tenantId, 'invitations'], page, (part) =>
        control.list('invitations', scope.tenantId, part),
      ),
  },
  Mutation: {
    inviteMember: async (_root, { input }, context) => {
      const { scope, platform } = context;
      const userId = await invitee(platform.identities, input.email);
      const given = { ...input, tenantId: scope.tenantId, invitedBy: scope.caller.userId };
      return change(context, (tx) => invite(tx, platform, given, { userId, permit: permitOf(context) }));
    },

    resendInvitation: (_root, { id }, context) =>
      change(context, (tx) =>
        resend(tx, context.platform, { tenantId: context.scope.tenantId, id }, permitOf(context)),
      ),

    revokeInvitation: (_root, { id }, context) =>
      change(context, (tx) => revoke(tx, { tenantId: context.scope.tenantId, id })),

    acceptInvitation: async (_root, { token }, { scope, platform, requestId, ip }) => {
      const { caller } = scope;
      const email = caller.claims[EMAIL_CLAIM];
      if (caller.actor.type !== 'user' || typeof email !== 'string')
        throw new Refusal(
          'FORBIDDEN',
          'Only a user whose e-mail address is verified can accept an invitation: verify it and refresh the tokens.',
        );
      const { userId, username } = caller;
      const joined = await acceptInvitation(platform, { userId, username, email }, token, { requestId, ip });
      const { name, status } = await platform.control.transact((tx) =>
        requireLivingTenant(tx, joined.tenantId),
      );
      return { id: joined.tenantId, name, status, roles: joined.roles, active: false };
    },
  },
  TenantInvitation: {
    status: (invitation, _args, { platform }) => statusOf(invitation, platform.now()),
  },
} satisfies Resolvers;

/** Returns the check that the caller grants no right that they lack. */
function permitOf({ scope, platform }: PlatformContext): Permit {
  return (roles, tenant) => {
    requireGrantable(scope, platform.model, { roles }, tenant);
  };
}
