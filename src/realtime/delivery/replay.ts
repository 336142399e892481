import type { Scope } from '../../tenant/index.ts';
import { eventsLine, messagesOf } from '../../platform/index.ts';
import type { SubscriptionPlan } from '../../engine/index.ts';
import { deadlineOf } from '../../server/index.ts';
import type { AnswerParts } from './answer.ts';
import { catchUp } from './catch-up.ts';
import {
  positionOf,
  secondOf,
  type Sockets,
  type Subscription,
  type Subscriptions,
} from '../../store/index.ts';
import { openPosition, sealPosition } from './cursor.ts';
import type { Outcome } from './outbox.ts';
import type { ReadOperation } from './read-operation.ts';
import { resync } from './resync.ts';

/** What a connection that was cut off gets of the events that it missed. */
export interface Replay {
  /** Returns the cursor of now: what is written from now on comes after it. */
  cursorOf(scope: Scope): string;
  /**
   * Returns the place in the log from which a subscription resumes.
   * @param cursor the last one that the client got
   * @throws {Refusal} INVALID_CURSOR, or RESYNC_REQUIRED if the log does not have all that came after it
   */
  placeOf(scope: Scope, plan: Pick<SubscriptionPlan, 'topics' | 'replay'>, cursor: string): Promise<string>;
  /**
   * Sends an armed subscription what it missed after its place, in order. Ends it if that fails, so that its client learns of
   * the failure and subscribes again. Returns the cursor from which it could resume now, or null if its connection is gone.
   * An event on its way comes after that cursor, though it may be older than the moment.
   * @param remaining milliseconds that it may take
   */
  send(
    scope: Scope,
    subscription: Subscription,
    operation: Omit<ReadOperation, 'key'>,
    remaining: number,
  ): Promise<string | null>;
}

export interface ReplayParts extends AnswerParts {
  readonly subscriptionsOf: (scope: Scope) => Subscriptions;
  readonly sockets: Pick<Sockets, 'post'>;
}

/** Maximum number of events that are replayed. A query reads the rows faster. */
const MOST_EVENTS = 1_000;
/** Milliseconds by which the clocks of DynamoDB and of a function may differ. */
const CLOCKS_DIFFER = 1_000;

/** Opens the replay of a process. */
export function openReplay(parts: ReplayParts): Replay {
  const { platform, subscriptionsOf, sockets, log } = parts;
  const { cursors, now } = platform;
  return {
    cursorOf: (scope) =>
      sealPosition(cursors, scope, positionOf({ at: now() - CLOCKS_DIFFER, sequence: '0' })),

    async placeOf(scope, { topics: [topic = ''], replay }, cursor) {
      const place = openPosition(cursors, scope, cursor);
      if (replay === null || secondOf(place) < now() / 1000 - replay)
        throw resync('The events after this cursor are no longer kept');
      const missed = await subscriptionsOf(scope).log.after(topic, place, MOST_EVENTS + 1);
      if (missed.length > MOST_EVENTS) throw resync(`More than ${MOST_EVENTS} events came after this cursor`);
      return place;
    },

    async send(scope, subscription, operation, remaining) {
      const { tenantId } = scope;
      const { connectionId, id } = subscription;
      const subscriptions = subscriptionsOf(scope);
      let messages = 0;
      let reached = subscription.resume ?? '';
      const post = async (frame: string): Promise<Outcome> => {
        const outcome = await sockets.post(connectionId, frame);
        if (outcome === 'sent') messages += messagesOf(frame);
        return outcome;
      };
      const until = deadlineOf({ remaining });
      try {
        const onReached = (position: string): void => {
          reached = position;
        };
        const work = { parts, subscriptions, scope, operation, until, post, onReached };
        const outcome = await catchUp(work, subscription);
        return outcome === 'gone' ? null : sealPosition(cursors, scope, reached);
      } catch (error) {
        await subscriptions.end(connectionId, id);
        throw error;
      } finally {
        const line = eventsLine({ tenantId, eventId: `${connectionId} ${id}`, messages, sentAt: now() });
        if (messages > 0) log(line);
      }
    },
  };
}
