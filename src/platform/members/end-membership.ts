import type { Membership } from '../../tenant/index.ts';
import type { Change } from '../change.ts';
import type { PlatformParts } from '../context.ts';
import { revokeThoseOf } from '../invitations/invite.ts';

import { editMember, type MemberEdit } from './edit-member.ts';

/** A transaction with its audit, of whichever plane: what `change` and `changeTenant` are for their callers. */
export type Run = <Result>(work: (change: Change) => Promise<Result>) => Promise<Result>;

/**
 * Ends a membership, and with it the open invitations that the member sent: nobody comes back by an invitation to another
 * address of theirs. The invitations go in the same transaction as far as it has room; what is more than that follows.
 * @param check refuses by throwing
 * @returns how the membership was
 * @throws {Refusal} NOT_FOUND, LAST_OWNER, and whatever `check` throws
 */
export async function endMembership(
  run: Run,
  parts: Pick<PlatformParts, 'plans' | 'control' | 'now'>,
  ids: Pick<Membership, 'tenantId' | 'userId'>,
  {
    action,
    check = () => undefined,
  }: { readonly action: string; readonly check?: (member: Membership) => void },
): Promise<Membership> {
  const edit: MemberEdit['edit'] = (member) => {
    check(member);
    return null;
  };
  const { ended, more } = await run(async (change) => ({
    ended: await editMember(change, parts.plans, ids, { action, edit }),
    more: await revokeThoseOf(change, parts, ids),
  }));
  for (let left = more; left;) left = await run((change) => revokeThoseOf(change, parts, ids));
  return ended;
}
