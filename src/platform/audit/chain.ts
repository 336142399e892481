import { createHash } from 'node:crypto';

import type { Json } from '../../model/index.ts';
import type { AuditEvent, AuditHead, Batch, SealedEvent, SealedItem } from '../../store/index.ts';

/** What an event says of its place in the chain. */
type Link = Pick<SealedEvent, 'seq' | 'prevHash' | 'expiresAt' | 'prevExpiresAt'>;

/** The text of an event that is hashed: JSON in the canonical form of RFC 8785, with everything that the event says. */
export type Sealed = AuditEvent & Link;

/** SHA-256 of a text in UTF-8, as hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** JSON without spaces, the names of each object in the order of their UTF-16 code units (RFC 8785, JCS). */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  const object = value as Readonly<Record<string, Json>>;
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name] ?? null)}`).join(',')}}`;
}

/** How long a plan keeps an event, in days; null: for good. */
type Retention = number | null;

const DAY = 24 * 60 * 60 * 1000;

/**
 * Links events to the chain. An event is kept as long as its tenant's plan says, and never less long than the one
 * before it, so that the chain loses its events from the oldest on.
 */
export function linkEvents(
  after: AuditHead,
  events: readonly AuditEvent[],
  retention: Retention,
): Pick<Batch, 'events'> & { readonly head: Omit<AuditHead, 'moved'> } {
  let head: Omit<AuditHead, 'moved'> = after;
  const linked = events.map((event) => {
    const own = retention === null ? null : new Date(Date.parse(event.at) + retention * DAY).toISOString();
    const expiresAt = head.seq === 0 ? own : later(head.expiresAt, own);
    const link: Link = { seq: head.seq + 1, prevHash: head.hash, expiresAt, prevExpiresAt: head.expiresAt };
    const text = canonicalJson({ ...event, ...link } as unknown as Json);
    head = { seq: link.seq, hash: sha256(text), expiresAt };
    return { seq: link.seq, text, hash: head.hash, expiresAt };
  });
  const { seq, hash, expiresAt } = head;
  return { events: linked, head: { seq, hash, expiresAt } };
}

/** The later of two times; null is never. */
function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return one > other ? one : other;
}

/** Whether a time is over. `now` is milliseconds since 1970. */
export function isOver(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now;
}

/** What a text of the chain says, or null when it says nothing that was sealed. */
export function sealedIn({ text }: Pick<SealedItem, 'text'>): Sealed | null {
  try {
    const sealed = JSON.parse(text) as Partial<Sealed> | null;
    return typeof sealed?.seq === 'number' && typeof sealed.prevHash === 'string' ? (sealed as Sealed) : null;
  } catch {
    return null;
  }
}
