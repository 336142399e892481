import type { Control, MailRecipient, MailRecord } from '../../store/index.ts';

/** Returns the addresses of a mail, each once. Only active members of its tenant have one: a member who left gets no mail. */
export async function addressesOf(
  control: Pick<Control, 'get' | 'all'>,
  { tenantId, to }: Pick<MailRecord, 'tenantId' | 'to'>,
): Promise<readonly string[]> {
  const found = new Map<string, string>();
  for (const recipient of to)
    for await (const address of each(control, tenantId, recipient))
      if (address !== '' && !found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
  return [...found.values()];
}

async function* each(
  control: Pick<Control, 'get' | 'all'>,
  tenantId: string,
  recipient: MailRecipient,
): AsyncGenerator<string> {
  if ('address' in recipient) yield recipient.address;
  else if ('member' in recipient) {
    const member = await control.get('member', { tenantId, userId: recipient.member });
    if (member?.status === 'ACTIVE') yield member.email;
  } else
    for await (const { status, roles, email } of control.all('members', tenantId))
      if (status === 'ACTIVE' && roles.includes(recipient.role)) yield email;
}
