import { awsScalars } from '../../model/index.ts';
import type { AuditLog, ListPage, SealedEvent } from '../../store/index.ts';
import { isOver, sealedIn } from './chain.ts';

/** Conditions on events. A condition that is null or absent always holds. */
export interface EventFilter {
  readonly action?: string | null;
  readonly actorId?: string | null;
  readonly entityType?: string | null;
  readonly entityId?: string | null;
  readonly outcome?: SealedEvent['outcome'] | null;
  /** ISO 8601 times; `from` is included, `to` is not. */
  readonly from?: string | null;
  readonly to?: string | null;
}

/**
 * Maximum number of events that one page reads. If few match, the page is short and has a token for the next
 * one.
 */
const BUDGET = 2000;
/** Number of events in one query. */
const PAGE = 200;

/**
 * Returns the sealed events that match, newest first. Leaves out events that have expired, and those that are
 * not valid.
 */
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
      // All older events have expired too.
      if (sealed && isOver(sealed.expiresAt, now())) return page(null);
      if (sealed && fits(sealed)) {
        // Only now is it certain that another page follows.
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
  const [since, until] = [from, to].map((bound) => (bound ? instantOf(bound) : null));
  return (event) => {
    const at = instantOf(event.at);
    return (
      equal(action, event.action) &&
      equal(actorId, event.actor.id) &&
      equal(entityType, event.entity?.type) &&
      equal(entityId, event.entity?.id) &&
      equal(outcome, event.outcome) &&
      (!since || at >= since) &&
      (!until || at < until)
    );
  };
}

/** Returns a time in the form that sorts by time, to the nanosecond and with any offset. */
function instantOf(text: string): string {
  return awsScalars.AWSDateTime.comparison?.formOf(text) ?? text;
}
