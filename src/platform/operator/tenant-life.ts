import type { Resolvers } from '../generated/operator.ts';
import { Refusal, type TenantRecord } from '../../tenant/index.ts';
import { numberArgument, textArgument } from '../arguments.ts';
import { addMail, OWNERS } from '../mail/add-mail.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { takeStep } from '../tenants/take-step.ts';
import type { Step } from '../tenants/life.ts';
import { changeTenant } from './change-tenant.ts';
import type { OperatorContext } from './operator.ts';
import { abandonTenant, inviteFirstOwner, provisionTenant } from './provision-tenant.ts';

const MAX_REASON = 500;
/** Days of the grace period: the default and the maximum. */
const GRACE_DAYS = { default: 30, maximum: 365 };
const DAY = 24 * 60 * 60 * 1000;

/** Resolvers of a tenant's life. Each field is one step of it. */
export const operatorTenantLife = {
  Mutation: {
    createTenant: (_root, { input }, context) => provisionTenant(context, input),
    abandonTenant: (_root, { id }, context) => abandonTenant(context, id),

    async inviteOwner(_root, { id, email }, context) {
      const invitation = await inviteFirstOwner(context, id, email);
      if (!invitation)
        throw new Refusal(
          'CONDITION_FAILED',
          `The tenant "${id}" has an owner: its owners invite others themselves.`,
        );
      return invitation;
    },

    suspendTenant(_root, { id, mode, reason }, context) {
      const suspension = { mode, reason: textArgument('reason', reason, MAX_REASON) };
      return changeTenant(context, id, async (change) => {
        const tenant = await requireTenant(change, id);
        const { status, suspension: now } = tenant;
        if (status === 'SUSPENDED' && now?.mode === mode && now.reason === suspension.reason) return tenant;
        const suspended = await takeStep(change, id, { type: 'suspend', suspension }, suspension);
        addMail(change, context.platform, {
          ...{ tenantId: id, kind: 'tenant-suspended', to: [OWNERS] },
          params: suspension,
        });
        return suspended;
      });
    },

    resumeTenant: (_root, { id }, context) =>
      changeTenant(context, id, async (change) => {
        const resumed = await takeStep(change, id, { type: 'resume' });
        addMail(change, context.platform, { tenantId: id, kind: 'tenant-resumed', to: [OWNERS], params: {} });
        return resumed;
      }),

    offboardTenant(_root, { id, graceDays, reason }, context) {
      const days = numberArgument('graceDays', graceDays ?? GRACE_DAYS.default, 0, GRACE_DAYS.maximum);
      const graceEndsAt = new Date(context.platform.now() + days * DAY).toISOString();
      const why = textArgument('reason', reason, MAX_REASON);
      return move(context, id, { type: 'offboard', graceEndsAt }, { reason: why, graceEndsAt });
    },

    cancelOffboarding: (_root, { id }, context) => move(context, id, { type: 'cancelOffboarding' }),
  },
} satisfies Resolvers;

function move(
  context: OperatorContext,
  id: string,
  step: Step,
  detail: Readonly<Record<string, string>> = {},
): Promise<TenantRecord> {
  return changeTenant(context, id, (change) => takeStep(change, id, step, detail));
}
