import type { InvitationRecord } from '../../store/index.ts';
import { Refusal, type Membership } from '../../tenant/index.ts';
import type { Change } from '../change.ts';
import type { PlatformParts } from '../context.ts';
import { requireLivingTenant } from '../tenants/find-tenant.ts';
import { addInvitationMail } from '../mail/invitation-mail.ts';
import { requireRoles } from '../roles/index.ts';

import { newInvitation } from './new-invitation.ts';

/** An invitation with its token. The platform returns the token once and stores its hash. */
export interface SentInvitation {
  readonly invitation: InvitationRecord;
  readonly token: string;
}

/** A check of whether the caller may grant the roles. The transaction passes the tenant as it read it. */
export type Permit = (
  roles: readonly string[],
  tenant: Awaited<ReturnType<typeof requireLivingTenant>>,
) => void;

/**
 * Invites an address. `userId` is the user whose verified address it is, or null.
 * @throws {Refusal} ALREADY_EXISTS if the user is a member, or if another invitation to the address is
 * pending
 */
export async function invite(
  change: Change,
  platform: PlatformParts,
  given: Pick<InvitationRecord, 'tenantId' | 'email' | 'roles' | 'invitedBy'>,
  { userId, permit }: { readonly userId: string | null; readonly permit?: Permit },
): Promise<SentInvitation> {
  const { control, model, now } = platform;
  const { tenantId } = given;
  const tenant = await requireLivingTenant(change, tenantId);
  const roles = requireRoles(model, tenant, given.roles);
  permit?.(roles, tenant);
  if (userId !== null && (await change.get('member', { tenantId, userId })))
    throw new Refusal('ALREADY_EXISTS', 'This address is that of a member of the tenant already.');
  const { record, token } = newInvitation({ ...given, roles }, now());
  for await (const other of control.all('invitations', tenantId)) {
    if (other.email !== record.email || other.status !== 'PENDING') continue;
    if (isOpen(other, now()))
      throw new Refusal(
        'ALREADY_EXISTS',
        'This address is invited already: resend or revoke that invitation.',
      );
    await change.get('invitation', other);
    change.remove('invitation', other);
  }
  // Two concurrent invitations to one address conflict here. The second runs again and sees the first.
  change.put('tenant', tenant);
  change.add('invitation', record);
  change.record({ action: 'member.invited', entity: entityOf(record), detail: { roles } });
  addInvitationMail(change, platform, { invitation: record, token });
  return { invitation: record, token };
}

/**
 * Gives an invitation a new token and seven more days.
 * @throws {Refusal} NOT_FOUND if it is not pending
 */
export async function resend(
  change: Change,
  platform: PlatformParts,
  ids: Pick<InvitationRecord, 'tenantId' | 'id'>,
  permit?: Permit,
): Promise<SentInvitation> {
  const tenant = await requireLivingTenant(change, ids.tenantId);
  const before = await requirePending(change, ids);
  permit?.(before.roles, tenant);
  const { record, token } = newInvitation(before, platform.now());
  const invitation = { ...record, id: before.id, createdAt: before.createdAt };
  change.put('invitation', invitation);
  change.record({ action: 'invitation.resent', entity: entityOf(invitation) });
  addInvitationMail(change, platform, { invitation, token });
  return { invitation, token };
}

/**
 * Revokes an invitation.
 * @throws {Refusal} NOT_FOUND if it is not pending
 */
export async function revoke(
  change: Change,
  ids: Pick<InvitationRecord, 'tenantId' | 'id'>,
): Promise<InvitationRecord> {
  return takeBack(change, await requirePending(change, ids));
}

/**
 * Invitations that one transaction revokes. Each takes three items: a record, its copy and an event. A
 * transaction holds 100 items (DynamoDB, TransactWriteItems), and ending a membership needs some of them.
 */
const AT_ONCE = 28;

/**
 * Revokes the pending invitations that a member sent, as many as one transaction holds.
 * @returns whether more are left
 */
export async function revokeThoseOf(
  change: Change,
  { control, now }: Pick<PlatformParts, 'control' | 'now'>,
  { tenantId, userId }: Pick<Membership, 'tenantId' | 'userId'>,
): Promise<boolean> {
  let revoked = 0;
  for await (const listed of control.all('invitations', tenantId)) {
    if (listed.invitedBy !== userId || !isOpen(listed, now())) continue;
    if (revoked === AT_ONCE) return true;
    // The list is not strongly consistent, so read the record again.
    const invitation = await change.get('invitation', listed);
    if (invitation?.status !== 'PENDING') continue;
    takeBack(change, invitation);
    revoked += 1;
  }
  return false;
}

function takeBack(change: Change, before: InvitationRecord): InvitationRecord {
  const invitation: InvitationRecord = { ...before, status: 'REVOKED' };
  change.put('invitation', invitation);
  change.record({ action: 'invitation.revoked', entity: entityOf(invitation) });
  return invitation;
}

/**
 * Returns whether an invitation can be accepted.
 * @param now milliseconds since 1970
 */
export function isOpen({ status, expiresAt }: InvitationRecord, now: number): boolean {
  return status === 'PENDING' && Date.parse(expiresAt) > now;
}

async function requirePending(
  change: Change,
  ids: Pick<InvitationRecord, 'tenantId' | 'id'>,
): Promise<InvitationRecord> {
  const invitation = await change.get('invitation', ids);
  if (invitation?.status !== 'PENDING')
    throw new Refusal('NOT_FOUND', `There is no pending invitation "${ids.id}".`);
  return invitation;
}

function entityOf({ id }: InvitationRecord) {
  return { type: 'TenantInvitation', id };
}
