import { newId, type ControlTransaction, type MailRecipient, type MailRecord } from '../../store/index.ts';
import type { PlatformParts } from '../context.ts';
import type { MailKind, MailParams } from './kinds.ts';

/** A mail that a change asks for. */
export interface NewMail<Kind extends MailKind> {
  readonly tenantId: string;
  readonly kind: Kind;
  readonly to: readonly MailRecipient[];
  readonly params: MailParams[Kind];
}

/** All owners of the tenant who are active when the mail is sent. */
export const OWNERS: MailRecipient = { role: 'OWNER' };

/** A function's part in mails: it seals their parameters. */
export type MailOutbox = Pick<PlatformParts, 'mailSeal' | 'now'>;

/**
 * Adds a mail to the transaction of the change that it is about: neither exists without the other. The function `work`
 * sends it after the commit. Does nothing if the stage sends no mail.
 * @example
 * ```ts
 * await platform.control.transact(async (transaction) => {
 *   addMail(transaction, platform, { tenantId: 'acme', kind: 'tenant-resumed', to: [OWNERS], params: {} });
 * });
 * ```
 */
export function addMail<Kind extends MailKind>(
  transaction: Pick<ControlTransaction, 'add'>,
  outbox: MailOutbox,
  mail: NewMail<Kind>,
): void {
  const record = newMail(outbox, mail, { id: newId(), keepUntil: null });
  if (record) transaction.add('mail', record);
}

/**
 * Adds a mail that a tenant gets once: a second one with the same id is not sent, until `keepUntil`.
 * @param once the id, and until when the record stays, as ISO 8601
 */
export async function addMailOnce<Kind extends MailKind>(
  transaction: Pick<ControlTransaction, 'get' | 'put'>,
  outbox: MailOutbox,
  mail: NewMail<Kind>,
  once: { readonly id: string; readonly keepUntil: string },
): Promise<void> {
  const record = newMail(outbox, mail, once);
  if (record && !(await transaction.get('mail', record))) transaction.put('mail', record);
}

function newMail<Kind extends MailKind>(
  { mailSeal, now }: MailOutbox,
  { tenantId, kind, to, params }: NewMail<Kind>,
  { id, keepUntil }: Pick<MailRecord, 'id' | 'keepUntil'>,
): MailRecord | null {
  if (!mailSeal) return null;
  return {
    ...{ id, tenantId, kind, to, keepUntil },
    params: mailSeal.seal(JSON.stringify(params), belongingOf({ tenantId, id, kind })),
    createdAt: new Date(now()).toISOString(),
    ...{ leaseUntil: 0, holder: null, attempts: 0, deaths: 0, sentTo: [], endedAt: null },
  };
}

/** Returns what the parameters are opened with again, so that those of one mail serve no other. */
export function belongingOf({
  tenantId,
  id,
  kind,
}: Pick<MailRecord, 'tenantId' | 'id' | 'kind'>): readonly string[] {
  return [tenantId, id, kind];
}
