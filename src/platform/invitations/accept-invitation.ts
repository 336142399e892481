import type { ControlTransaction, InvitationRecord } from '../../store/index.ts';
import { hashSecret, isGone, Refusal, type Membership, type TenantRecord } from '../../tenant/index.ts';
import { auditEvent, type RequestOrigin } from '../audit-entry.ts';
import type { PlatformParts } from '../context.ts';
import { setMembership } from '../tenants/set-membership.ts';
import { planOf } from '../plans/plan.ts';

import { isOpen } from './invite.ts';

/** The parts of the platform that accepting needs. The triggers of Cognito have no others. */
export type AcceptParts = Pick<PlatformParts, 'control' | 'plans' | 'now'>;

/** A signed-in user whose address is verified. */
export interface Invitee {
  readonly userId: string;
  readonly username: string;
  readonly email: string;
}

/**
 * Makes the user a member, if the token belongs to an invitation to their address. A second call changes
 * nothing.
 * @throws {Refusal} NOT_FOUND with the same message for every unusable token: unknown, expired, revoked,
 * replaced or for another address. ALREADY_EXISTS, TENANT_SUSPENDED, QUOTA_EXCEEDED
 */
export function acceptInvitation(
  { control, plans, now }: AcceptParts,
  invitee: Invitee,
  token: string,
  source: RequestOrigin,
): Promise<Membership> {
  return control.transact(async (transaction) => {
    const { invitation, tenant } = await findInvitation({ control }, transaction, invitee.email, token);
    const tenantId = tenant.id;
    const ids = { tenantId, userId: invitee.userId };
    const member = await transaction.get('member', ids);
    if (invitation.status === 'ACCEPTED' && member?.status === 'ACTIVE') return member;
    if (!isOpen(invitation, now()) || member?.status === 'DISABLED') throw noInvitation();
    requireActive(tenant);
    if (member) throw new Refusal('ALREADY_EXISTS', 'You are a member of this tenant already.');
    const joined: Membership = {
      ...invitee,
      tenantId,
      email: invitation.email,
      roles: invitation.roles,
      status: 'ACTIVE',
      joinedAt: new Date(now()).toISOString(),
    };
    await setMembership(transaction, ids, joined, planOf(plans, tenant).limits.seats);
    transaction.put('invitation', { ...invitation, status: 'ACCEPTED' });
    const actor = { type: 'user', id: invitee.userId, name: invitee.username } as const;
    const entity = { type: 'TenantMember', id: invitee.userId };
    const detail = { invitation: invitation.id, roles: invitation.roles };
    transaction.record(auditEvent(tenantId, actor, source, { action: 'member.joined', entity, detail }));
    return joined;
  });
}

/**
 * Checks that a user with this address could accept. The sign-up trigger asks this before it lets the user
 * sign up.
 * @throws {Refusal} as `acceptInvitation`
 */
export function requireInvitation(
  { control, plans, now }: AcceptParts,
  email: string,
  token: string,
): Promise<void> {
  return control.transact(async (transaction) => {
    const { invitation, tenant } = await findInvitation({ control }, transaction, email, token);
    if (!isOpen(invitation, now())) throw noInvitation();
    requireActive(tenant);
    const { seats } = planOf(plans, tenant).limits;
    if (seats !== null && tenant.seats >= seats)
      throw new Refusal('QUOTA_EXCEEDED', `All ${seats} seats of this tenant are taken.`);
  });
}

async function findInvitation(
  { control }: Pick<PlatformParts, 'control'>,
  transaction: ControlTransaction,
  email: string,
  token: string,
): Promise<{ invitation: InvitationRecord; tenant: TenantRecord }> {
  const tokenHash = hashSecret(token);
  const { records } = await control.list('invitationsByToken', tokenHash);
  const invitation = records[0] ? await transaction.get('invitation', records[0]) : null;
  const tenant = invitation && (await transaction.get('tenant', { id: invitation.tenantId }));
  if (invitation?.tokenHash !== tokenHash || invitation.email !== email.toLowerCase()) throw noInvitation();
  if (!tenant || isGone(tenant)) throw noInvitation();
  return { invitation, tenant };
}

function requireActive({ status }: TenantRecord): void {
  if (status !== 'ACTIVE')
    throw new Refusal(
      'TENANT_SUSPENDED',
      'This tenant takes no new members now: ask the operator of this service.',
    );
}

function noInvitation(): Refusal {
  return new Refusal(
    'NOT_FOUND',
    'There is no such invitation for your verified e-mail address: ask for a new one.',
  );
}
