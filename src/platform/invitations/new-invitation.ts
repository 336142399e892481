import { randomBytes } from 'node:crypto';

import { newId } from '../../engine/index.ts';
import type { InvitationRecord } from '../../store/index.ts';
import { hashSecret } from '../../tenant/index.ts';

/** How long an invitation may be accepted, in milliseconds: 7 days. */
const INVITATION_TTL = 7 * 24 * 60 * 60 * 1000;

/**
 * Makes an invitation. Its token (256 random bits, base64url) is answered once; the record keeps the hash alone.
 * @param now milliseconds since 1970
 */
export function newInvitation(
  given: Pick<InvitationRecord, 'tenantId' | 'email' | 'roles' | 'invitedBy'>,
  now: number,
): { readonly record: InvitationRecord; readonly token: string } {
  const token = randomBytes(32).toString('base64url');
  const record: InvitationRecord = {
    id: newId(),
    ...given,
    email: given.email.toLowerCase(),
    tokenHash: hashSecret(token),
    status: 'PENDING',
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + INVITATION_TTL).toISOString(),
  };
  return { record, token };
}
