import type { Membership } from '../../tenant/index.ts';
import type { Change } from '../change.ts';
import type { PlatformParts } from '../context.ts';
import { revokeThoseOf } from '../invitations/invite.ts';

import { editMember, type MemberEdit, type ShownMember } from './edit-member.ts';

/**
 * A runner of audited transactions. It is `change` on the tenants' plane and `changeTenant` on the operators'
 * plane.
 */
export type Run = <Result>(
  work: (change: Change) => Promise<Result>,
  answerOf?: (result: Result) => unknown,
) => Promise<Result>;

/**
 * Ends a membership and revokes the pending invitations that the member sent, so that the member cannot
 * return with another address. The first transaction revokes as many as it has room for; later ones revoke
 * the rest.
 * @param check throws a refusal if the caller may not end it
 * @returns the membership as it became
 * @throws {Refusal} NOT_FOUND, LAST_OWNER, and all that `check` throws
 */
export async function endMembership(
  run: Run,
  parts: Pick<PlatformParts, 'plans' | 'control' | 'now'>,
  ids: Pick<Membership, 'tenantId' | 'userId'>,
  {
    action,
    check = () => undefined,
  }: { readonly action: string; readonly check?: (member: Membership) => void },
): Promise<ShownMember> {
  const edit: MemberEdit['edit'] = (member) => {
    check(member);
    return null;
  };
  const { ended, more } = await run(
    async (change) => ({
      ended: await editMember(change, parts, ids, { action, edit }),
      more: await revokeThoseOf(change, parts, ids),
    }),
    (result) => result.ended,
  );
  for (let left = more; left;) left = await run((change) => revokeThoseOf(change, parts, ids));
  return ended;
}
