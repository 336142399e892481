import type { ControlTransaction, MailRecord, Seal } from '../../store/index.ts';
import { hashSecret, type TenantRecord } from '../../tenant/index.ts';
import { belongingOf } from './add-mail.ts';
import { isMailKind, type MailKind, type MailParams } from './kinds.ts';
import type { MailSubject } from './values.ts';

export type { MailSubject };

/**
 * Opens what a mail is written of. Returns `outdated` if it is no longer true: an invitation that was revoked, accepted or
 * replaced by a resent one; a suspension that has ended. Returns null if the seal does not open.
 */
export async function openSubject(
  transaction: Pick<ControlTransaction, 'get'>,
  seal: Seal,
  mail: MailRecord,
  tenant: TenantRecord,
): Promise<MailSubject | 'outdated' | null> {
  const { kind, createdAt } = mail;
  const opened = isMailKind(kind) ? seal.open(mail.params, belongingOf(mail)) : null;
  if (opened === null || !isMailKind(kind)) return null;
  // Only `addMail` wrote it, with the parameters of this kind.
  const params = JSON.parse(opened) as MailParams[MailKind];
  const subject: MailSubject = { kind, params, tenant, invitation: null, createdAt };
  switch (kind) {
    case 'invitation': {
      const { invitation: id, token } = params as MailParams['invitation'];
      const invitation = await transaction.get('invitation', { tenantId: mail.tenantId, id });
      const isOpen = invitation?.status === 'PENDING' && invitation.tokenHash === hashSecret(token);
      return isOpen ? { ...subject, invitation } : 'outdated';
    }
    case 'tenant-suspended':
      return tenant.status === 'SUSPENDED' ? subject : 'outdated';
    case 'tenant-resumed':
      return tenant.status === 'SUSPENDED' ? 'outdated' : subject;
    default:
      return subject;
  }
}
