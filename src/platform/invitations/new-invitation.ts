import { randomBytes } from 'node:crypto';

import { newId } from '../../engine/index.ts';
import type { InvitationRecord } from '../../store/index.ts';
import { hashSecret } from '../../tenant/index.ts';

/** Milliseconds for which an invitation is valid: 7 days. */
const INVITATION_TTL = 7 * 24 * 60 * 60 * 1000;

/**
 * Creates an invitation with a token of 256 random bits, as base64url. The record holds only the token's
 * hash.
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
