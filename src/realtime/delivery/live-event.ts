import type { Model } from '../../model/index.ts';
import { positionOf, type Change } from '../../store/index.ts';
import { topicsOf, type SubscriptionEvent } from '../../engine/index.ts';

/** An event of a tenant with its place among the others. */
export interface LiveEvent {
  /** Under which name its subscriptions are found: `Task`, or `Mutation.closeProject`. */
  readonly topic: string;
  readonly event: SubscriptionEvent;
  /** The same each time that the event is delivered. */
  readonly eventId: string;
  readonly position: string;
}

/** Returns what reads the event of a change. It returns null for a change to which no subscription of the model listens. */
export function eventReader(model: Model): (change: Change) => LiveEvent | null {
  const topics = topicsOf(model);
  return (change) => {
    const { eventId } = change;
    const found = eventOf(change);
    if (!found) return null;
    const topic = found.is === 'row' ? found.type : `Mutation.${found.announced.mutation}`;
    return topics.has(topic) ? { topic, event: found, eventId, position: positionOf(change) } : null;
  };
}

function eventOf({ of, rowEvent, announced }: Change): SubscriptionEvent | null {
  if (of.is === 'row' && rowEvent) return { is: 'row', type: of.type, event: rowEvent };
  return announced && { is: 'announced', announced };
}
