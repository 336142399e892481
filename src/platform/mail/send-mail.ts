import { randomUUID } from 'node:crypto';

import type { Control, ControlTransaction, MailRecord } from '../../store/index.ts';
import { isGone, type Actor } from '../../tenant/index.ts';
import { auditEvent } from '../audit-entry.ts';
import type { PlatformParts } from '../context.ts';
import { openSubject, type MailSubject } from './mail-subject.ts';
import { plainAddress } from './headers.ts';
import type { Mailing } from './mailer.ts';
import { addressesOf } from './recipients.ts';
import { renderMail } from './render.ts';
import { fromOf, valuesOf } from './values.ts';

/** The parts that send mails. */
export interface MailParts {
  readonly platform: Pick<PlatformParts, 'control' | 'mailSeal' | 'now'>;
  /** Null if the stage sends no mail. */
  readonly mailing: Mailing | null;
  /** Called if the service did not take a mail, which is tried again. */
  readonly onMailError: (mail: Pick<MailRecord, 'tenantId' | 'id' | 'kind'>, error: unknown) => void;
}

/** What became of a mail. `LATER` is when it is tried again, in milliseconds since 1970. */
export type MailOutcome = { readonly is: 'DONE' | 'GONE' } | { readonly is: 'LATER'; readonly at: number };

/** Milliseconds that a worker holds a mail, for each address. SES must answer within ten seconds. */
const LEASE = 60_000;
/** Milliseconds after which a mail is given up. */
const GIVE_UP_AFTER = 3 * 24 * 3_600_000;
/** Milliseconds before the next try, by the number of failed ones. */
const PAUSES = [15_000, 60_000, 300_000, 900_000, 3_600_000] as const;
/** Workers that may die with a mail: it is sent twice at most. */
const MAX_DEATHS = 2;

/** Where an audit event of a mail comes from. */
const SOURCE = { requestId: null, ip: null };

interface Claimed {
  readonly mail: MailRecord;
  readonly subject: MailSubject;
}

/**
 * Sends a mail that waits, to one address after the other, and records each in the audit. One worker at a time holds it.
 *
 * A mail is sent at least once. A worker that dies after the service took a mail, and before it has recorded that, sends the
 * mail to this address again: twice at most. So may a service that takes a mail and does not answer.
 *
 * A mail that is no longer true is not sent: an invitation that was revoked, accepted or replaced, a suspension that has ended,
 * and any mail of a tenant that is purged.
 */
export async function sendMail(parts: MailParts, tenantId: string, id: string): Promise<MailOutcome> {
  const { platform, mailing } = parts;
  if (!mailing) return { is: 'DONE' };
  const claimed = await claim(parts, { tenantId, id });
  if ('is' in claimed) return claimed;
  const { mail, subject } = claimed;
  const { service, templates } = mailing;
  const content = {
    from: fromOf(subject.tenant, service),
    ...renderMail(templates[subject.kind], valuesOf(subject, service)),
  };
  const addresses = await addressesOf(platform.control, mail);
  const left = addresses.filter((address) => !mail.sentTo.includes(address.toLowerCase()));
  let failed = 0;
  for (const address of left) {
    const to = plainAddress(address);
    try {
      if (to !== null) await service.mailer.send({ id: `${id} ${to}`, to, ...content });
    } catch (error) {
      // One address that the service refuses keeps the mail from no other.
      parts.onMailError(mail, error);
      failed += 1;
      continue;
    }
    const isLast = failed === 0 && address === left.at(-1);
    if (!(await settle(parts, mail, { address, isSent: to !== null, isLast }))) return { is: 'GONE' };
  }
  if (failed > 0) return postpone(parts, mail);
  if (left.length === 0)
    await settle(parts, mail, { address: null, isSent: addresses.length > 0, isLast: true });
  return { is: 'DONE' };
}

/** Takes the lease of a mail, or says what to do instead. */
function claim(
  { platform }: MailParts,
  ids: Pick<MailRecord, 'tenantId' | 'id'>,
): Promise<Claimed | MailOutcome> {
  const { control, mailSeal, now } = platform;
  return control.transact<Claimed | MailOutcome>(async (transaction) => {
    const mail = await transaction.get('mail', ids);
    if (!mail) return { is: 'GONE' };
    if (mail.endedAt !== null) return { is: 'DONE' };
    const tenant = await transaction.get('tenant', { id: ids.tenantId });
    // A purge deletes the mail, and nothing may be written meanwhile.
    if (!tenant || isGone(tenant)) return { is: 'GONE' };
    const at = now();
    if (mail.leaseUntil > at) return { is: 'LATER', at: mail.leaseUntil };
    const deaths = mail.holder === null ? 0 : mail.deaths + 1;
    const subject = mailSeal && (await openSubject(transaction, mailSeal, mail, tenant));
    if (!subject)
      return giveUp(transaction, mail, at, 'Its parameters cannot be opened: the secret was replaced.');
    if (subject === 'outdated') return end(transaction, mail, at);
    if (deaths >= MAX_DEATHS)
      return giveUp(transaction, mail, at, 'Its worker died twice: it may have been sent.');
    if (at > Date.parse(mail.createdAt) + GIVE_UP_AFTER)
      return giveUp(transaction, mail, at, 'The service did not take it within three days.');
    const held: MailRecord = { ...mail, holder: randomUUID(), leaseUntil: at + LEASE, deaths };
    transaction.put('mail', held);
    return { mail: held, subject };
  });
}

interface Settled {
  /** Null if no address was left. */
  readonly address: string | null;
  readonly isSent: boolean;
  readonly isLast: boolean;
}

/** Records what became of one address. Returns whether the worker still holds the mail of a living tenant. */
function settle(
  { platform: { control, now } }: MailParts,
  { tenantId, id, holder, kind }: MailRecord,
  { address, isSent, isLast }: Settled,
): Promise<boolean> {
  return control.transact(async (transaction) => {
    const mail = await transaction.get('mail', { tenantId, id });
    const tenant = await transaction.get('tenant', { id: tenantId });
    if (mail?.holder !== holder || !tenant || isGone(tenant)) return false;
    const at = now();
    if (address !== null) {
      const detail = { kind, to: address };
      if (isSent) record(transaction, mail, 'mail.sent', detail);
      else record(transaction, mail, 'mail.failed', { ...detail, reason: 'It is no plain address.' });
    } else if (!isSent) record(transaction, mail, 'mail.failed', { kind, reason: NO_ADDRESS });
    const sentTo = [...mail.sentTo, ...(address === null ? [] : [address.toLowerCase()])];
    if (isLast) end(transaction, { ...mail, sentTo }, at);
    else transaction.put('mail', { ...mail, sentTo, deaths: 0, attempts: 0, leaseUntil: at + LEASE });
    return true;
  });
}

const NO_ADDRESS = 'None of its recipients is an active member with an address.';

/** Gives the lease back after a failed try. */
function postpone(
  { platform: { control, now } }: MailParts,
  { tenantId, id, holder }: MailRecord,
): Promise<MailOutcome> {
  return control.transact<MailOutcome>(async (transaction) => {
    const mail = await transaction.get('mail', { tenantId, id });
    if (mail?.holder !== holder) return { is: 'GONE' };
    const at = now() + (PAUSES[Math.min(mail.attempts, PAUSES.length - 1)] ?? 0);
    transaction.put('mail', {
      ...mail,
      holder: null,
      deaths: 0,
      attempts: mail.attempts + 1,
      leaseUntil: at,
    });
    return { is: 'LATER', at };
  });
}

function giveUp(transaction: ControlTransaction, mail: MailRecord, at: number, reason: string): MailOutcome {
  record(transaction, mail, 'mail.failed', { kind: mail.kind, reason });
  return end(transaction, mail, at);
}

/** Removes a mail, or keeps its record so that no second one has its id. */
function end(transaction: ControlTransaction, mail: MailRecord, at: number): MailOutcome {
  if (mail.keepUntil === null) transaction.remove('mail', mail);
  else transaction.put('mail', { ...mail, holder: null, leaseUntil: 0, endedAt: new Date(at).toISOString() });
  return { is: 'DONE' };
}

function record(
  transaction: ControlTransaction,
  { tenantId, id, kind }: MailRecord,
  action: string,
  detail: Readonly<Record<string, string>>,
): void {
  const actor: Actor = { type: 'system', id: 'mail', name: kind };
  const outcome = action === 'mail.sent' ? 'DONE' : 'REFUSED';
  const entity = { type: 'TenantMail', id };
  transaction.record(auditEvent(tenantId, actor, SOURCE, { action, entity, outcome, detail }));
}

/** What the upkeep of a tenant did with its mails. */
export interface MailUpkeep {
  readonly left: 'done' | 'more';
  /** When the next mail is due, in milliseconds since 1970; null if none waits. */
  readonly next: number | null;
}

/**
 * Sends the mails of a tenant that are due: their messages were lost, or are dead letters. Removes the records of mails that
 * need not be known any longer.
 */
export async function sendDueMails(
  parts: MailParts,
  tenantId: string,
  isTimeOver: () => boolean,
): Promise<MailUpkeep> {
  const { control, now } = parts.platform;
  const due: number[] = [];
  if (!parts.mailing) return { left: 'done', next: null };
  for await (const { id, endedAt, keepUntil } of control.all('mails', tenantId)) {
    if (isTimeOver()) return { left: 'more', next: null };
    if (endedAt !== null) {
      if (keepUntil !== null && Date.parse(keepUntil) <= now()) await forget(control, { tenantId, id });
      continue;
    }
    const outcome = await sendMail(parts, tenantId, id);
    if (outcome.is === 'LATER') due.push(outcome.at);
  }
  return { left: 'done', next: due.length === 0 ? null : Math.min(...due) };
}

function forget(control: Control, ids: Pick<MailRecord, 'tenantId' | 'id'>): Promise<void> {
  return control.transact(async (transaction) => {
    if (await transaction.get('mail', ids)) transaction.remove('mail', ids);
  });
}
