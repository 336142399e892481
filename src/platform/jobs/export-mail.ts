import type { ControlTransaction, JobRecord } from '../../store/index.ts';
import { addMail, type MailOutbox } from '../mail/add-mail.ts';

/** Adds the mail to the member who requested an export that is done. Operators and API keys get none. */
export function addExportMail(
  transaction: Pick<ControlTransaction, 'add'>,
  outbox: MailOutbox,
  { id, tenantId, kind, requestedBy }: JobRecord,
): void {
  if (kind !== 'EXPORT' || requestedBy.type !== 'user') return;
  const to = [{ member: requestedBy.id }];
  addMail(transaction, outbox, { tenantId, kind: 'export-ready', to, params: { job: id } });
}
