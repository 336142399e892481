import type { InvitationRecord } from '../../store/index.ts';

import { isOpen } from './invite.ts';

/** What is shown of an invitation's state. @param now milliseconds since 1970 */
export function statusOf(invitation: InvitationRecord, now: number): InvitationRecord['status'] | 'EXPIRED' {
  return invitation.status === 'PENDING' && !isOpen(invitation, now) ? 'EXPIRED' : invitation.status;
}
