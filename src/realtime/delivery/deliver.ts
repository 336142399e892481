import {
  boundedMap,
  inParallel,
  isGone,
  isRefusal,
  Refusal,
  type BoundedMap,
  type Scope,
} from '../../tenant/index.ts';
import type { Model } from '../../model/index.ts';
import { deadlineOf, describeError, recordRefused } from '../../server/index.ts';
import { answer, type Until } from './answer.ts';
import { catchUp } from './catch-up.ts';
import {
  secondOf,
  type Change,
  type LogEntry,
  type Subscription,
  type Subscriptions,
} from '../../store/index.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { groupsOf, type Admitted, type Group } from './groups.ts';
import { eventReader, type LiveEvent } from './live-event.ts';
import { listenersOf } from './listeners.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';
import { openOperations } from './read-operation.ts';

/** The delivery of the events of tenants to their subscribers. */
export interface Delivery {
  /**
   * Delivers what changes of one tenant mean for its subscribers, in the order of the changes.
   * @param remaining milliseconds that it may take
   * @throws {Error} if some of it must be delivered again. A connection then gets nothing after what it did not get
   */
  deliver(tenantId: string, changes: readonly Change[], remaining: number): Promise<void>;
}

/** Maximum number of frames of failed batches that are remembered. */
const MAX_DONE = 50_000;
/** Number of times that an answer fails before its subscriptions end. Until then all later events of the stream wait. */
const MAX_TRIES = 3;
/** Maximum number of failed answers that are counted. */
const MAX_FAILED = 1_000;
/** Maximum number of groups whose answers to one event are made at once. */
const ANSWERS_IN_PARALLEL = 20;
/** Seconds for which an event is kept beyond the time of its type, because clients know that time alone. */
const KEPT_LONGER = 60;

/** Opens the delivery of a process. */
export function openDelivery(parts: DeliveryParts): Delivery {
  const { schema, platform, scopeOf, tableOf, subscriptionsOf } = parts;
  const { model } = platform;
  const readEvent = eventReader(model);
  const operationOf = openOperations(schema, model);
  const done = boundedMap<string, true>(MAX_DONE);
  const tries = boundedMap<string, number>(MAX_FAILED);

  /** Admits subscribers by the records as they are now. Ends the subscriptions of the others, and records the refusals. */
  const admit = async (
    tenantId: string,
    live: readonly Subscription[],
    { eventId }: LiveEvent,
    post: PostOffice,
  ): Promise<readonly Admitted[]> => {
    const scopes = await parts.gate.readmit(
      tenantId,
      live.map(({ caller }) => caller),
      recordRefused(parts.recorder, { requestId: eventId, ip: null }),
    );
    return live.flatMap((subscription, at) => {
      const scope = scopes[at];
      const operation = operationOf(subscription);
      if (scope && !isRefusal(scope) && !isRefusal(operation)) return [{ subscription, scope, operation }];
      const refusal = isRefusal(scope) ? scope : operation;
      if (isRefusal(refusal)) post.refuse(subscription, refusal);
      return [];
    });
  };

  return {
    async deliver(tenantId, changes, remaining) {
      const found = changes.flatMap((change) => {
        const live = readEvent(change);
        return live ? [{ ...live, table: change.table, at: change.at }] : [];
      });
      const scope = found.length > 0 ? await scopeOf(tenantId) : null;
      if (!scope || !hasClients(scope)) return;
      const events = found.filter(({ table, at }) => table === tableOf(scope, at));
      const [first] = events;
      if (!first) return;
      const subscriptions = subscriptionsOf(scope);
      const post = openPostOffice(parts, scope, subscriptions, { eventId: first.eventId, done });
      const until = deadlineOf({ remaining });
      const expired: Subscription[] = [];
      let isAnswered = true;
      await keep(model, subscriptions, events);
      for await (const listening of listenersOf(subscriptions, events)) {
        const now = platform.now() / 1000;
        const isLive = ({ caller }: Subscription): boolean => caller.expiresAt > now;
        expired.push(...listening.filter((one) => !isLive(one)));
        const live: Admitted[] = [];
        for (const one of await admit(tenantId, listening.filter(isLive), first, post)) {
          const { subscription, ...read } = one;
          if (subscription.resume === null || one.operation.plan.replay === null) live.push(one);
          else
            post.add(subscription, (frame) =>
              catchUp({ parts, subscriptions, ...read, until, post: frame }, subscription),
            );
        }
        if (!(await send({ parts, tries, post, until }, events, groupsOf(live)))) isAnswered = false;
        await post.emptied();
      }
      // Each subscription of AppSync's clients has a token of its own, so others of the connection may live.
      for (const { connectionId } of expired) post.close(connectionId);
      if (!(await post.settled(isAnswered))) throw new Error('Some events must be delivered again.');
    },
  };
}

/** Returns whether a tenant admits callers, or may do so again. No client has seen anything of a tenant that is being made. */
function hasClients({ tenant }: Scope): boolean {
  return !isGone(tenant) && tenant.status !== 'PROVISIONING';
}

/** Writes the events of types with a replay into the log, before anyone gets them. */
async function keep({ models }: Model, { log }: Subscriptions, events: readonly LiveEvent[]): Promise<void> {
  const logs = new Map<string, LogEntry[]>();
  for (const { topic, event, eventId, position } of events) {
    const replay = models[topic]?.subscriptions.replay ?? null;
    if (event.is !== 'row' || replay === null) continue;
    const expiresAt = secondOf(position) + replay + KEPT_LONGER;
    const entries = logs.get(topic) ?? [];
    logs.set(topic, entries);
    entries.push({ position, eventId, event: event.event, expiresAt });
  }
  await Promise.all([...logs].map(([type, entries]) => log.append(type, entries)));
}

/** What events are answered with. `tries` counts how often an answer failed. */
interface Sending {
  readonly parts: DeliveryParts;
  readonly tries: BoundedMap<string, number>;
  readonly post: PostOffice;
  readonly until: Until;
}

function unanswered(): Refusal {
  return new Refusal('INTERNAL', 'An event could not be answered: read the rows again, and subscribe again.');
}

/**
 * Answers events to groups, one event after the other, and posts the answers. A group whose answer fails gets no later event
 * of the batch. If it fails again and again, its subscriptions end, so that the events of others go on.
 * @returns whether all were answered
 */
async function send(
  { parts, tries, post, until }: Sending,
  events: readonly LiveEvent[],
  groups: readonly Group[],
): Promise<boolean> {
  const failed = new Set<Group>();
  for (const live of events)
    await inParallel(
      groups.filter((group) => !failed.has(group) && group.operation.plan.topics.includes(live.topic)),
      ANSWERS_IN_PARALLEL,
      async (group) => {
        try {
          const payload = await answer(parts, group.operation, group.scope, live, until);
          if (!payload) return;
          for (const one of group.subscriptions) post.send(one, payload.frame(one.protocol, one.id), live);
        } catch (error) {
          const { tenantId, caller } = group.scope;
          const key = JSON.stringify([tenantId, live.eventId, group.operation.key, caller.userId]);
          const count = (tries.get(key) ?? 0) + 1;
          tries.set(key, count);
          if (count < MAX_TRIES) failed.add(group);
          else for (const one of group.subscriptions) post.refuse(one, unanswered());
          const { eventId } = live;
          parts.log({
            level: 'error',
            message: 'events: no answer',
            tenantId,
            eventId,
            ...describeError(error),
          });
        }
      },
    );
  return failed.size === 0;
}
