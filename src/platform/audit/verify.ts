import type { AuditHead, AuditLog, SealedItem } from '../../store/index.ts';
import { isOver, sealedIn, sha256, type Sealed } from './chain.ts';

/** The kind of damage where a chain breaks. */
export type BreakKind =
  /** The event differs from what was sealed. */
  | 'ALTERED'
  /** The event is valid, but is in the place of another event or in the chain of another tenant. */
  | 'MISPLACED'
  /** The event is missing, and later events exist. */
  | 'MISSING'
  /** The event is valid, but does not follow the event before it. */
  | 'UNLINKED'
  /** The newest events are missing. */
  | 'TRUNCATED'
  /** The head does not belong to this chain. */
  | 'HEAD';

export interface Break {
  readonly seq: number;
  readonly kind: BreakKind;
  /** A sentence for people. */
  readonly why: string;
}

/** The result of checking a whole chain. */
export interface Integrity {
  readonly ok: boolean;
  /** Number of valid events. */
  readonly events: number;
  /**
   * The head of the chain. Store its hash elsewhere: a person who can rewrite the whole chain cannot change
   * it there.
   */
  readonly head: Pick<AuditHead, 'seq' | 'hash'>;
  readonly firstBroken: Break | null;
}

/** Number of events in one query. */
const PAGE = 500;

/**
 * Verifies a chain, from the oldest stored event to the head. Each event must be unchanged, in its place, and
 * must follow the one before it. Other processes may add events meanwhile.
 * @example
 * ```ts
 * const { ok, firstBroken } = await verifyAudit({ log: auditLog, now: Date.now }, 'acme');
 * if (!ok) console.error(firstBroken?.why);
 * ```
 */
export async function verifyAudit(
  { log, now }: { readonly log: AuditLog; readonly now: () => number },
  tenantId: string,
): Promise<Integrity> {
  let head = await log.head();
  let events = 0;
  let before: { readonly seq: number; readonly hash: string } | null = null;
  const answer = (firstBroken: Break | null): Integrity => {
    const { seq, hash } = head;
    return { ok: firstBroken === null, events, head: { seq, hash }, firstBroken };
  };

  for (let after: number | null = null, more = true; more;) {
    const page: Awaited<ReturnType<AuditLog['read']>> = await log.read({ after, limit: PAGE });
    // Events beyond the head were added since we read it, or the head belongs to another chain.
    if ((page.items.at(-1)?.seq ?? 0) > head.seq) head = await log.head();
    for (const item of page.items) {
      after = item.seq;
      const sealed = sealedIn(item);
      const at = now();
      if (before === null && sealed && sha256(item.text) === item.hash && isOver(sealed.expiresAt, at))
        continue;
      const broken = breakAt(item, sealed, before, { tenantId, at, head });
      if (broken) return answer(broken);
      before = { seq: item.seq, hash: item.hash };
      events += 1;
    }
    more = page.more;
  }

  const last = before ?? (isOver(head.expiresAt, now()) ? head : { seq: 0, hash: '' });
  if (head.seq > last.seq)
    return answer(breakOf(last.seq + 1, 'TRUNCATED', `events ${last.seq + 1} to ${head.seq} are gone`));
  if (head.hash !== last.hash)
    return answer(breakOf(last.seq, 'HEAD', `the head has another hash than event ${last.seq}`));
  return answer(null);
}

interface Check {
  readonly tenantId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly head: AuditHead;
}

function breakAt(
  item: SealedItem,
  sealed: Sealed | null,
  before: { readonly seq: number; readonly hash: string } | null,
  { tenantId, at, head }: Check,
): Break | null {
  const { seq } = item;
  if (!sealed || sha256(item.text) !== item.hash)
    return breakOf(seq, 'ALTERED', 'it differs from what was sealed');
  if (sealed.tenantId !== tenantId) return breakOf(seq, 'MISPLACED', 'it is of another tenant');
  if (sealed.seq !== seq)
    return breakOf(seq, 'MISPLACED', `the event in this place was sealed as number ${sealed.seq}`);
  const next = before ? before.seq + 1 : seq;
  if (seq !== next) return breakOf(next, 'MISSING', 'it is missing, but later events exist');
  if (!before && seq > 1 && !isOver(sealed.prevExpiresAt, at))
    return breakOf(seq - 1, 'MISSING', 'it is missing, although it has not expired');
  if (sealed.prevHash !== (before ? before.hash : seq === 1 ? '' : sealed.prevHash))
    return breakOf(seq, 'UNLINKED', `it does not follow event ${seq - 1}`);
  if (seq > head.seq)
    return breakOf(seq, 'HEAD', `the head ends the chain at ${head.seq}, before this event`);
  return null;
}

function breakOf(seq: number, kind: BreakKind, what: string): Break {
  return { seq, kind, why: `Event ${seq}: ${what}.` };
}
