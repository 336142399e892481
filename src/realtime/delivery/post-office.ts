import { isRefusal, type BoundedMap, type Refusal, type Scope } from '../../tenant/index.ts';
import { eventsLine, messagesOf } from '../../platform/index.ts';
import { shownRefusal } from '../../server/index.ts';
import { disconnect } from '../disconnect.ts';
import { leave } from '../leave.ts';
import { errorFrame } from '../protocol/index.ts';
import type { Subscription, Subscriptions } from '../../store/index.ts';
import type { LiveEvent } from './live-event.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { openOutbox, type Outcome } from './outbox.ts';

/** What the connections of a tenant get of one batch of events. */
export interface PostOffice {
  /**
   * Adds the frame of an event, if the pace of the plan allows it. Else the subscription ends. What was sent before a
   * failure is not sent again.
   */
  send(subscription: Subscription, frame: string, event: Pick<LiveEvent, 'eventId'>): void;
  /** Adds a step that posts frames by itself, after what the connection gets before. A refusal that it throws ends the subscription. */
  add(
    subscription: Subscription,
    step: (post: (frame: string) => Promise<Outcome>) => Promise<Outcome>,
  ): void;
  /** Ends a subscription with an error, after what its connection gets before. */
  refuse(subscription: Subscription, refusal: Refusal): void;
  /** Closes a connection, of which a client with a fresh token opens another one. */
  close(connectionId: string): void;
  /** Waits for what was added until now. */
  emptied(): Promise<void>;
  /**
   * Waits for all, and writes the line from which the messages are counted.
   * @param isAnswered whether all events of the batch were answered
   * @returns whether the batch is done: every frame was taken, or its connection is gone
   */
  settled(isAnswered: boolean): Promise<boolean>;
}

type PostParts = Pick<
  DeliveryParts,
  'platform' | 'sockets' | 'connections' | 'pace' | 'log' | 'scopeOf' | 'subscriptionsOf'
>;

/**
 * Opens the post of one batch of events of a scope's tenant. `eventId` is that of its first event. `done` remembers what was
 * sent of batches that failed.
 */
export function openPostOffice(
  parts: PostParts,
  scope: Scope,
  subscriptions: Subscriptions,
  { eventId, done }: { readonly eventId: string; readonly done: BoundedMap<string, true> },
): PostOffice {
  const { platform, sockets, pace, log } = parts;
  const { tenantId } = scope;
  const outbox = openOutbox((entry) => {
    log({ tenantId, eventId, ...entry });
  });
  const ended = new Set<string>();
  const closed = new Set<string>();
  const sent: string[] = [];
  let posted = 0;
  let gone = 0;
  let messages = 0;

  const post = async (connectionId: string, frame: string): Promise<Outcome> => {
    posted += 1;
    const outcome = await sockets.post(connectionId, frame);
    if (outcome === 'sent') messages += messagesOf(frame);
    else {
      gone += 1;
      await forget(parts, scope, subscriptions, connectionId);
    }
    return outcome;
  };
  const endWith = async (
    { connectionId, protocol, id }: Subscription,
    refusal: Refusal,
  ): Promise<Outcome> => {
    const frame = errorFrame(protocol, id, [shownRefusal(refusal, eventId)]);
    const outcome = await post(connectionId, frame);
    // It ends after its client knows, so that a crash in between repeats the error and does not swallow it.
    if (outcome === 'sent') await subscriptions.end(connectionId, id);
    return outcome;
  };
  const refuse: PostOffice['refuse'] = (subscription, refusal) => {
    const { connectionId, id } = subscription;
    ended.add(keyOf(connectionId, id));
    outbox.add(connectionId, () => endWith(subscription, refusal));
  };

  return {
    refuse,
    send(subscription, frame, event) {
      const { connectionId, id } = subscription;
      const key = keyOf(connectionId, id, event.eventId);
      if (ended.has(keyOf(connectionId, id)) || done.get(key)) return;
      const refusal = pace.take(scope, messagesOf(frame));
      if (refusal) refuse(subscription, refusal);
      else
        outbox.add(connectionId, async () => {
          const outcome = await post(connectionId, frame);
          sent.push(key);
          return outcome;
        });
    },
    add(subscription, step) {
      const { connectionId } = subscription;
      outbox.add(connectionId, async () => {
        try {
          return await step((frame) => post(connectionId, frame));
        } catch (error) {
          if (isRefusal(error)) return endWith(subscription, error);
          throw error;
        }
      });
    },
    close(connectionId) {
      if (closed.has(connectionId)) return;
      closed.add(connectionId);
      outbox.add(connectionId, async () => {
        await sockets.close(connectionId);
        await forget(parts, scope, subscriptions, connectionId);
        return 'gone';
      });
    },
    async emptied() {
      await outbox.settled();
    },
    async settled(isAnswered) {
      const isDone = (await outbox.settled()) && isAnswered;
      if (!isDone) for (const key of sent) done.set(key, true);
      const metrics = { FramesPosted: posted, FramesGone: gone };
      const sentAt = platform.now();
      if (posted > 0) log({ ...eventsLine({ tenantId, eventId, messages, sentAt }), metrics });
      return isDone;
    },
  };
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** Ends what a connection has in all its tenants. First what it has in the tenant of the scope, which met it. */
async function forget(
  parts: PostParts,
  scope: Scope,
  subscriptions: Subscriptions,
  connectionId: string,
): Promise<void> {
  await leave(parts, scope, subscriptions, connectionId);
  await disconnect(parts, connectionId);
}
