import type { AuditHead, AuditLog, SealedItem } from '../../store/index.ts';
import { isOver, sealedIn, sha256, type Sealed } from './chain.ts';

/** What is wrong where a chain breaks. */
export type BreakKind =
  /** The event is not what was sealed. */
  | 'ALTERED'
  /** The event is sound, but stands in the place of another one, or in the chain of another tenant. */
  | 'MISPLACED'
  /** The event is gone, though events that follow it are there. */
  | 'MISSING'
  /** The event is sound, but was not sealed after the one before it. */
  | 'UNLINKED'
  /** The newest events are gone. */
  | 'TRUNCATED'
  /** The chain and its head do not belong together. */
  | 'HEAD';

export interface Break {
  readonly seq: number;
  readonly kind: BreakKind;
  /** A sentence for people. */
  readonly why: string;
}

/** What a look at a whole chain found. */
export interface Integrity {
  readonly ok: boolean;
  /** Events that were found sound. */
  readonly events: number;
  /** Keep the head's hash elsewhere: who can rewrite the whole chain cannot rewrite it there. */
  readonly head: Pick<AuditHead, 'seq' | 'hash'>;
  readonly firstBroken: Break | null;
}

/** Events looked at together. */
const PAGE = 500;

/**
 * Looks through a chain, from the oldest event that is kept to the head: each must be what was sealed, in its place,
 * and follow the one before it. Events may be added meanwhile.
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
    // What is beyond the head was added since, or the head is not this chain's.
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
    return answer(broke(last.seq + 1, 'TRUNCATED', `events ${last.seq + 1} to ${head.seq} are gone`));
  if (head.hash !== last.hash)
    return answer(broke(last.seq, 'HEAD', `the head has another hash than event ${last.seq}`));
  return answer(null);
}

interface Looked {
  readonly tenantId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly head: AuditHead;
}

function breakAt(
  item: SealedItem,
  sealed: Sealed | null,
  before: { readonly seq: number; readonly hash: string } | null,
  { tenantId, at, head }: Looked,
): Break | null {
  const { seq } = item;
  if (!sealed || sha256(item.text) !== item.hash) return broke(seq, 'ALTERED', 'it is not what was sealed');
  if (sealed.tenantId !== tenantId) return broke(seq, 'MISPLACED', 'it is of another tenant');
  if (sealed.seq !== seq)
    return broke(seq, 'MISPLACED', `the event in this place was sealed as number ${sealed.seq}`);
  const next = before ? before.seq + 1 : seq;
  if (seq !== next) return broke(next, 'MISSING', 'it is gone, though later events are there');
  if (!before && seq > 1 && !isOver(sealed.prevExpiresAt, at))
    return broke(seq - 1, 'MISSING', 'it is gone before its time was over');
  if (sealed.prevHash !== (before ? before.hash : seq === 1 ? '' : sealed.prevHash))
    return broke(seq, 'UNLINKED', `it does not follow event ${seq - 1}`);
  if (seq > head.seq) return broke(seq, 'HEAD', `the head ends the chain at ${head.seq}, before this event`);
  return null;
}

function broke(seq: number, kind: BreakKind, what: string): Break {
  return { seq, kind, why: `Event ${seq}: ${what}.` };
}
