import type { PublishedUsage, UsageLedger } from '../../store/index.ts';
import { dayOf } from '../usage/day-range.ts';
import { HOUR } from '../usage/hour.ts';
import type { EventBus } from './event-bus.ts';
import { usageEvent } from './tenant-event.ts';

export interface PublishOptions {
  readonly ledger: UsageLedger;
  readonly bus: EventBus;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

const DAY = 24 * HOUR;
/** Milliseconds after which the sums of a day are published: the last log lines have arrived by then. */
const SETTLED = 2 * HOUR;
/** The days that are published after a pause: as many as the sums look back. */
const MOST_DAYS = 3;
/** Tenants of a page. */
const PAGE = 100;
/** The longest time of a call, in milliseconds. The next one continues. */
const SLICE = 60_000;

/**
 * Publishes what each tenant used on each day that is over. It saves its position after each page of tenants, so a run that
 * was cut off repeats one page. The id of an event is the same then.
 * @returns the number of events
 */
export async function publishUsage(options: PublishOptions): Promise<number> {
  const { ledger, now } = options;
  const end = now() + SLICE;
  let events = 0;
  let known = await ledger.published();
  for (let next = nextOf(known, now()); next && now() < end; next = nextOf(known, now())) {
    const tenants = await publishPage(options, next);
    known = { day: next.day, after: tenants.length < PAGE ? null : (tenants.at(-1) ?? null) };
    await ledger.setPublished(known);
    events += tenants.length;
  }
  return events;
}

/** Returns what to publish next; null if no further day is over. */
function nextOf(known: PublishedUsage | null, now: number): PublishedUsage | null {
  const over = Date.parse(dayOf(now - SETTLED)) - DAY;
  const first = over - (MOST_DAYS - 1) * DAY;
  if (known && known.after !== null && Date.parse(known.day) >= first) return known;
  const following = known ? Math.max(Date.parse(known.day) + DAY, first) : over;
  return following > over ? null : { day: dayOf(following), after: null };
}

async function publishPage(
  { ledger, bus }: PublishOptions,
  { day, after }: PublishedUsage,
): Promise<readonly string[]> {
  const records = await ledger.fleet(day, { limit: PAGE, after });
  await bus.publish(records.map(({ tenantId, ...figures }) => usageEvent(tenantId, day, figures)));
  return records.map(({ tenantId }) => tenantId);
}
