import type { Scope } from '../../tenant/index.ts';
import type { Subscription, Subscriptions } from '../../store/index.ts';
import { answer, type AnswerParts, type Until } from './answer.ts';
import type { Outcome } from './outbox.ts';
import type { ReadOperation } from './read-operation.ts';
import { resync } from './resync.ts';

/** Events that are read at once. After each page the subscription notes how far it got. */
const PAGE = 100;

export interface CatchUp {
  readonly parts: AnswerParts;
  readonly subscriptions: Subscriptions;
  readonly scope: Scope;
  readonly operation: Omit<ReadOperation, 'key'>;
  readonly until: Until;
  /** Posts a frame to the connection of the subscription. */
  readonly post: (frame: string) => Promise<Outcome>;
  /** Called with the place of each event that the subscription has now. */
  readonly onReached?: (position: string) => void;
}

/**
 * Sends a subscription what the log has after its place, in order. At the end it has everything, and gets events as they
 * come.
 *
 * The socket that arms it and the delivery of the next event may both do so at the same time. Each sends all that it reads,
 * whatever the other one has noted: a place is noted after what is before it was sent. So what comes twice may come out of
 * order, and no event comes before one that the client has not had.
 * @throws {Refusal} RESYNC_REQUIRED if the log has not all of an event
 */
export async function catchUp(
  { parts, subscriptions, scope, operation, until, post, onReached }: CatchUp,
  subscription: Subscription,
): Promise<Outcome> {
  const [topic = ''] = operation.plan.topics;
  let pending = subscription;
  for (;;) {
    const { resume } = pending;
    if (resume === null) return 'sent';
    const entries = await subscriptions.log.after(topic, resume, PAGE);
    for (const entry of entries) {
      const { event, eventId, position } = entry;
      if (event === null) throw resync('An event after this cursor was too large to be kept');
      const live = { topic, event: { is: 'row', type: topic, event }, eventId, position } as const;
      const payload = await answer(parts, operation, scope, live, until);
      const frame = payload?.frame(pending.protocol, pending.id);
      if (frame !== undefined && (await post(frame)) === 'gone') return 'gone';
      onReached?.(position);
    }
    const to = entries.length < PAGE ? null : (entries.at(-1)?.position ?? null);
    await subscriptions.advance(pending, to);
    pending = { ...pending, resume: to };
  }
}
