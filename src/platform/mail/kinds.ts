/** The parameters that a change gives for a mail, by its kind. A kind is the name of its templates. */
export interface MailParams {
  /** The id of the invitation, and its token. */
  readonly invitation: { readonly invitation: string; readonly token: string };
  readonly 'tenant-suspended': { readonly mode: 'READ_ONLY' | 'BLOCKED'; readonly reason: string };
  readonly 'tenant-resumed': Readonly<Record<string, never>>;
  /** The id of the job. */
  readonly 'export-ready': { readonly job: string };
  readonly 'quota-near': QuotaParams;
  readonly 'quota-reached': QuotaParams;
  readonly 'webhook-disabled': { readonly webhook: string; readonly url: string; readonly reason: string };
}
export type MailKind = keyof MailParams;

/** The use of a limit of a plan. */
export interface QuotaParams {
  /** The name of the limit: `requestsPerMonth`. */
  readonly limit: string;
  readonly used: number;
  readonly most: number;
  /** The month of UTC: `2026-11`. */
  readonly month: string;
}

/** The placeholders of every template. */
export const COMMON_PLACEHOLDERS = ['tenant.name', 'tenant.id', 'sender.name', 'app.url'] as const;

const QUOTA = ['quota.name', 'quota.used', 'quota.limit', 'quota.percent', 'quota.month'] as const;

/** The further placeholders of each kind's templates. */
export const PLACEHOLDERS = {
  invitation: ['invitation.link', 'invitation.email', 'invitation.roles', 'invitation.expiresAt'],
  'tenant-suspended': ['suspension.effect', 'suspension.reason'],
  'tenant-resumed': [],
  'export-ready': ['export.id', 'export.finishedAt'],
  'quota-near': QUOTA,
  'quota-reached': QUOTA,
  'webhook-disabled': ['webhook.id', 'webhook.url', 'webhook.reason'],
} as const satisfies { readonly [Kind in MailKind]: readonly string[] };

export const MAIL_KINDS = Object.keys(PLACEHOLDERS) as readonly MailKind[];

/** Placeholders without which a mail is of no use. Both of its templates must have them. */
export const NEEDED: Readonly<Partial<Record<MailKind, readonly string[]>>> = {
  invitation: ['invitation.link'],
};

export function isMailKind(name: string): name is MailKind {
  return Object.hasOwn(PLACEHOLDERS, name);
}
