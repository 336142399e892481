import type { InvitationRecord } from '../../store/index.ts';

import { isOpen } from './invite.ts';

/**
 * Returns the status of an invitation as clients see it. A pending one that has expired is EXPIRED.
 * @param now milliseconds since 1970
 */
export function statusOf(invitation: InvitationRecord, now: number): InvitationRecord['status'] | 'EXPIRED' {
  return invitation.status === 'PENDING' && !isOpen(invitation, now) ? 'EXPIRED' : invitation.status;
}
