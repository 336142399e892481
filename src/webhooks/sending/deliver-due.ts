import { inParallel, savedUserId } from '../../tenant/index.ts';
import type { DeliveryRecord, EndpointState, WebhookRecord } from '../../store/index.ts';
import { attempt } from './attempt.ts';
import { FAILURES_TO_PAUSE } from './retries.ts';
import type { SendingParts } from './sending-parts.ts';

/** Due messages that are read together. */
const PAGE = 100;
/** Attempts that are made at the same time. */
const IN_PARALLEL = 10;
/** The same for an endpoint whose last attempt failed. */
const OF_FAILING = 2;
/** Milliseconds for which a worker holds a message that it gives up. */
const LEASE = 60_000;

/** An endpoint during a run, and how its deliveries go. */
interface Live {
  readonly endpoint: WebhookRecord | null;
  state: EndpointState;
}

/**
 * Sends the due messages of a tenant, until none is due or a time in milliseconds since 1970 is reached. Messages to an endpoint
 * that is paused wait as they are, however many they are.
 * @returns when the next message is to be sent; null if none is pending
 */
export async function deliverDue(parts: SendingParts, until: number): Promise<number | null> {
  const { deliveries, now } = parts;
  /** Until when endpoints are paused, by their ids. */
  const paused = new Map<string, number>();
  const others = (): ReadonlySet<string> => new Set(paused.keys());
  while (now() < until) {
    const due = await deliveries.due(now(), PAGE, others());
    if (due.length === 0) break;
    const live = await endpointsOf(parts, due);
    const groups = [...byEndpoint(due)].flatMap(([id, messages]) => {
      const one = live.get(id);
      return one ? [deliverTo(parts, one, messages, until)] : [];
    });
    await Promise.all(groups);
    for (const [id, { endpoint, state }] of live) {
      const end = pauseOf(state, now());
      if (endpoint?.status === 'ENABLED' && end !== null) paused.set(id, end);
    }
  }
  const next = await deliveries.nextDue(others());
  const all = [...paused.values(), ...(next === null ? [] : [next])];
  return all.length === 0 ? null : Math.min(...all);
}

/** Returns until when an endpoint is paused, in milliseconds since 1970; null if it is not. */
function pauseOf({ pausedUntil }: EndpointState, now: number): number | null {
  const end = pausedUntil === null ? 0 : Date.parse(pausedUntil);
  return end > now ? end : null;
}

/** Sends messages to one endpoint, as fast as it takes them, until it is paused. */
async function deliverTo(
  parts: SendingParts,
  live: Live,
  messages: readonly DeliveryRecord[],
  until: number,
): Promise<void> {
  const { now } = parts;
  const { endpoint } = live;
  const isOurs = ({ as }: DeliveryRecord): boolean =>
    endpoint?.status === 'ENABLED' && as === savedUserId(endpoint.caller);
  // A later replay sends them again. One that was made by the rights of another caller is shown to no one.
  await giveUp(
    parts,
    messages.filter((message) => !isOurs(message)),
  );
  const waiting = messages.filter(isOurs);
  while (endpoint && waiting.length > 0 && now() < until) {
    if (pauseOf(live.state, now()) !== null) return;
    const { failures } = live.state;
    const most = failures >= FAILURES_TO_PAUSE ? 1 : failures > 0 ? OF_FAILING : IN_PARALLEL;
    const states = await Promise.all(
      waiting.splice(0, most).map((message) => attempt(parts, message, endpoint)),
    );
    live.state = latestOf(states.filter((state) => state !== null)) ?? live.state;
    const isAsBefore = (await parts.endpointOf(endpoint.id))?.updatedAt === endpoint.updatedAt;
    if (!isAsBefore) return;
  }
}

/** Returns the state after attempts that ended in any order: that of a success if there is one, else that of the last failure. */
function latestOf(states: readonly EndpointState[]): EndpointState | undefined {
  const [fewest, ...more] = [...states].sort((one, other) => one.failures - other.failures);
  return fewest?.failures === 0 ? fewest : (more.at(-1) ?? fewest);
}

/** Gives messages up without an attempt. */
async function giveUp({ deliveries, now }: SendingParts, messages: readonly DeliveryRecord[]): Promise<void> {
  await inParallel(messages, IN_PARALLEL, async (message) => {
    const claimed = await deliveries.claim(message, now() + LEASE);
    if (claimed) await deliveries.settle(claimed, null, { is: 'FAILED' });
  });
}

async function endpointsOf(
  { deliveries, endpointOf }: SendingParts,
  due: readonly DeliveryRecord[],
): Promise<ReadonlyMap<string, Live>> {
  const ids = [...new Set(due.map(({ webhookId }) => webhookId))];
  const live = await inParallel(ids, IN_PARALLEL, async (id): Promise<[string, Live]> => {
    const [endpoint, state] = await Promise.all([endpointOf(id), deliveries.state(id)]);
    return [id, { endpoint, state }];
  });
  return new Map(live);
}

function byEndpoint(due: readonly DeliveryRecord[]): ReadonlyMap<string, readonly DeliveryRecord[]> {
  const groups = new Map<string, DeliveryRecord[]>();
  for (const one of due) {
    const known = groups.get(one.webhookId);
    if (known) known.push(one);
    else groups.set(one.webhookId, [one]);
  }
  return groups;
}
