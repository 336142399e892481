import type { AuditLog, ListPage, SealedEvent } from '../../store/index.ts';
import { isOver, sealedIn } from './chain.ts';

/** What the events must be; what is not given does not bind. */
export interface EventFilter {
  readonly action?: string | null;
  readonly actorId?: string | null;
  readonly entityType?: string | null;
  readonly entityId?: string | null;
  readonly outcome?: SealedEvent['outcome'] | null;
  /** ISO 8601; the first is included, the last is not. */
  readonly from?: string | null;
  readonly to?: string | null;
}

/** Events looked at for one page, at most: a filter that few fit then answers less than asked, and a token to go on. */
const BUDGET = 2000;
/** Events asked for at a time. */
const PAGE = 200;

/** Sealed events that fit, the newest first. Those whose time is over are not shown, nor are those that are not sound. */
export async function readEvents(
  { log, now }: { readonly log: AuditLog; readonly now: () => number },
  filter: EventFilter,
  { limit, after }: { readonly limit: number; readonly after: string | null },
): Promise<ListPage<SealedEvent>> {
  const found: SealedEvent[] = [];
  const fits = matcher(filter);
  const page = (rest: string | null): ListPage<SealedEvent> => ({ records: found, after: rest });
  let place = after === null ? null : Number(after);
  for (let seen = 0; seen < BUDGET;) {
    const { items, more } = await log.read({
      after: place,
      limit: Math.min(PAGE, limit + 1),
      descending: true,
    });
    for (const item of items) {
      const sealed = sealedIn(item);
      // Older ones are over as well.
      if (sealed && isOver(sealed.expiresAt, now())) return page(null);
      if (sealed && fits(sealed)) {
        // Only now is it known that something follows.
        if (found.length === limit) return page(String(found.at(-1)?.seq));
        const { text, hash } = item;
        found.push({ ...sealed, text, hash });
      }
      place = item.seq;
    }
    if (!more) return page(null);
    seen += items.length;
  }
  return page(String(place));
}

function matcher(filter: EventFilter): (event: Omit<SealedEvent, 'text' | 'hash'>) => boolean {
  const { action, actorId, entityType, entityId, outcome, from, to } = filter;
  const equal = (wanted: string | null | undefined, value: string | undefined): boolean =>
    (wanted ?? null) === null || wanted === value;
  const since = from ? Date.parse(from) : Number.NEGATIVE_INFINITY;
  const until = to ? Date.parse(to) : Number.POSITIVE_INFINITY;
  return (event) => {
    const at = Date.parse(event.at);
    return (
      equal(action, event.action) &&
      equal(actorId, event.actor.id) &&
      equal(entityType, event.entity?.type) &&
      equal(entityId, event.entity?.id) &&
      equal(outcome, event.outcome) &&
      at >= since &&
      at < until
    );
  };
}
