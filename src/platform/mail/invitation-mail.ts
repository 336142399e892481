import type { ControlTransaction, InvitationRecord } from '../../store/index.ts';
import { addMail, type MailOutbox } from './add-mail.ts';

/** Adds the mail with the link by which the invited person accepts. A resent invitation replaces the mail that waits. */
export function addInvitationMail(
  transaction: Pick<ControlTransaction, 'add'>,
  outbox: MailOutbox,
  { invitation, token }: { readonly invitation: InvitationRecord; readonly token: string },
): void {
  const { tenantId, id, email } = invitation;
  const params = { invitation: id, token };
  addMail(transaction, outbox, { tenantId, kind: 'invitation', to: [{ address: email }], params });
}
