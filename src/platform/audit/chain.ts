import { createHash } from 'node:crypto';

import type { Json } from '../../model/index.ts';
import {
  canonical,
  type AuditEvent,
  type AuditHead,
  type Batch,
  type SealedEvent,
  type SealedItem,
} from '../../store/index.ts';

/** The part of a sealed event that describes its place in the chain. */
type Link = Pick<SealedEvent, 'seq' | 'prevHash' | 'expiresAt' | 'prevExpiresAt'>;

/** A sealed event, which is hashed as JSON in the canonical form of RFC 8785. */
export type Sealed = AuditEvent & Link;

/** Returns the SHA-256 hash of a text in UTF-8, as hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Days for which a plan keeps an event; null means for ever. */
type Retention = number | null;

const DAY = 24 * 60 * 60 * 1000;

/**
 * Links events to the chain. Each event expires when the tenant's plan says, but not before its predecessor.
 * So the chain loses its oldest events first.
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
    const text = canonical({ ...event, ...link } as unknown as Json);
    head = { seq: link.seq, hash: sha256(text), expiresAt };
    return { seq: link.seq, text, hash: head.hash, expiresAt };
  });
  const { seq, hash, expiresAt } = head;
  return { events: linked, head: { seq, hash, expiresAt } };
}

/** Returns the later of two times. Null means never. */
function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return one > other ? one : other;
}

/** Returns whether a time has passed. `now` is in milliseconds since 1970. */
export function isOver(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now;
}

/** Parses a stored event of the chain. Returns null if the text is no sealed event. */
export function sealedIn({ text }: Pick<SealedItem, 'text'>): Sealed | null {
  try {
    const sealed = JSON.parse(text) as Partial<Sealed> | null;
    return typeof sealed?.seq === 'number' && typeof sealed.prevHash === 'string' ? (sealed as Sealed) : null;
  } catch {
    return null;
  }
}
