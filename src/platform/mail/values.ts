import type { InvitationRecord, MailRecord } from '../../store/index.ts';
import type { TenantRecord } from '../../tenant/index.ts';
import { plainAddress, senderOf } from './headers.ts';
import type { COMMON_PLACEHOLDERS } from './kinds.ts';
import { type MailKind, type MailParams, type PLACEHOLDERS, type QuotaParams } from './kinds.ts';
import type { MailService } from './mailer.ts';
import type { MailValues } from './render.ts';

/** What a mail is written of. All of it belongs to one tenant. */
export interface MailSubject<Kind extends MailKind = MailKind> {
  readonly kind: Kind;
  readonly params: MailParams[Kind];
  readonly tenant: TenantRecord;
  /** The invitation that the mail is about; null for any other kind. */
  readonly invitation: InvitationRecord | null;
  readonly createdAt: MailRecord['createdAt'];
}

type Own<Kind extends MailKind> = Readonly<Record<(typeof PLACEHOLDERS)[Kind][number], string>>;
type Common = Readonly<Record<(typeof COMMON_PLACEHOLDERS)[number], string>>;

/** Returns the values of the placeholders of a mail. */
export function valuesOf(subject: MailSubject, service: MailService): MailValues {
  const { tenant } = subject;
  const common: Common = {
    'tenant.name': tenant.name,
    'tenant.id': tenant.id,
    'sender.name': service.from.name ?? service.from.address,
    'app.url': service.appUrl,
  };
  return {
    ...common,
    ...(OWN[subject.kind] as (of: MailSubject, service: MailService) => MailValues)(subject, service),
  };
}

const OWN: { readonly [Kind in MailKind]: (of: MailSubject<Kind>, service: MailService) => Own<Kind> } = {
  invitation: ({ params, tenant, invitation }, { appUrl }) => {
    const { email = '', roles = [], expiresAt = '' } = invitation ?? {};
    return {
      'invitation.link': invitationLink(appUrl, { token: params.token, tenantId: tenant.id, email }),
      'invitation.email': email,
      'invitation.roles': roles.join(', '),
      'invitation.expiresAt': minuteOf(expiresAt),
    };
  },
  'tenant-suspended': ({ params: { mode, reason } }) => ({
    'suspension.effect':
      mode === 'READ_ONLY' ? 'members can read and change nothing' : 'no member has access',
    'suspension.reason': reason,
  }),
  'tenant-resumed': () => ({}),
  'export-ready': ({ params: { job }, createdAt }) => ({
    'export.id': job,
    'export.finishedAt': minuteOf(createdAt),
  }),
  'quota-near': ({ params }) => quotaValues(params),
  'quota-reached': ({ params }) => quotaValues(params),
  'webhook-disabled': ({ params: { webhook, url, reason } }) => ({
    'webhook.id': webhook,
    'webhook.url': url,
    'webhook.reason': reason,
  }),
};

/** Returns the link by which a person accepts an invitation. The token is in the fragment, which browsers send to no server. */
function invitationLink(
  appUrl: string,
  { token, tenantId, email }: { readonly token: string; readonly tenantId: string; readonly email: string },
): string {
  const fragment = new URLSearchParams({ invitation: token, tenant: tenantId, email });
  return `${appUrl.replace(/\/+$/, '')}/#${fragment.toString()}`;
}

/** The limits as people call them. */
const QUOTA_NAMES: Readonly<Record<string, string>> = {
  requestsPerMonth: 'requests of the month',
  costPerMonth: 'points of cost of the month',
  storageBytes: 'bytes of storage',
};

function quotaValues({ limit, used, most, month }: QuotaParams): Own<'quota-near'> {
  return {
    'quota.name': QUOTA_NAMES[limit] ?? limit,
    'quota.used': used.toLocaleString('en-US', { maximumFractionDigits: 0 }),
    'quota.limit': most.toLocaleString('en-US', { maximumFractionDigits: 0 }),
    'quota.percent': String(Math.floor((used / most) * 100)),
    'quota.month': month,
  };
}

/** Returns an instant to the minute: `2026-11-30 19:30 UTC`. */
function minuteOf(instant: string): string {
  return instant === '' ? '' : `${instant.slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ')} UTC`;
}

/** Returns the header `From`, with the name of the tenant: `"Acme via Example" <hello@example.com>`. */
export function fromOf({ name }: TenantRecord, { from }: MailService): string {
  const address = plainAddress(from.address);
  if (address === null) throw new Error(`"${from.address}" is no plain address: set the sender of mails.`);
  return senderOf(from.name === null ? name : `${name} via ${from.name}`, address);
}
