import type { Subscription, Subscriptions } from '../../store/index.ts';
import type { LiveEvent } from './live-event.ts';

/** Pages of subscriptions, each of a megabyte, that are served at once. They bound the memory that a tenant takes. */
const PAGES = 8;

/**
 * Reads the subscriptions to the topics of events, each once, in parts of some megabytes. Equal subscriptions of one part
 * share an execution.
 */
export async function* listenersOf(
  subscriptions: Pick<Subscriptions, 'on'>,
  events: readonly Pick<LiveEvent, 'topic'>[],
): AsyncGenerator<readonly Subscription[], void, undefined> {
  const read = new Set<string>();
  let part: Subscription[] = [];
  let pages = 0;
  for (const topic of new Set(events.map((event) => event.topic))) {
    for await (const page of subscriptions.on(topic)) {
      // A subscription to several topics comes with the first of them.
      part.push(...page.filter(({ topics }) => !topics.some((one) => read.has(one))));
      pages += 1;
      if (pages % PAGES > 0) continue;
      yield part;
      part = [];
    }
    read.add(topic);
  }
  if (part.length > 0) yield part;
}
