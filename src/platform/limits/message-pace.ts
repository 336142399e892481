import { boundedMap, Refusal, type Scope } from '../../tenant/index.ts';
import { realtimeLimitsOf } from '../plans/realtime-limits.ts';
import type { Plans } from '../plans/plan.ts';
import { roomOf, type Rate } from './rate-limits.ts';

/** The pace at which the subscriptions of tenants are sent messages by one process. */
export interface MessagePace {
  /** Takes messages from the bucket of a scope's tenant. Returns the refusal if it does not hold so many. */
  take(scope: Pick<Scope, 'tenant'>, messages: number): Refusal | null;
}

/** Maximum number of tenants whose buckets are kept. The oldest is dropped first, as if it were full. */
const MAX_TENANTS = 10_000;

/**
 * Opens the buckets of a process. They are in memory: the events of one tenant and type reach one process at a time.
 * @param now returns milliseconds since 1970
 */
export function openMessagePace(plans: Plans, now: () => number): MessagePace {
  /** When each bucket is full again, in milliseconds since 1970. */
  const fullAt = boundedMap<string, number>(MAX_TENANTS);
  return {
    take({ tenant }, messages) {
      const { eventsPerSecond: perSecond, burstSeconds } = realtimeLimitsOf(plans, { tenant });
      if (perSecond === null) return null;
      if (perSecond === 0) return noMessages();
      const capacity = Math.max(1, perSecond * burstSeconds);
      const rate: Rate = { perSecond, span: (capacity * 1000) / perSecond, capacity };
      const at = now();
      const full = Math.max(at, fullAt.get(tenant.id) ?? at);
      const missing = Math.min(messages, capacity) - roomOf(rate, full, at);
      if (missing > 0) return tooManyMessages(perSecond, missing / perSecond);
      fullAt.set(tenant.id, full + (messages * 1000) / perSecond);
      return null;
    },
  };
}

function tooManyMessages(perSecond: number, seconds: number): Refusal {
  const retryAfter = Math.max(1, Math.ceil(seconds));
  const message = `The plan of this tenant allows ${perSecond} messages a second: subscribe again in ${retryAfter} s.`;
  return new Refusal('THROTTLED', message, { retryAfter });
}

function noMessages(): Refusal {
  return new Refusal('QUOTA_EXCEEDED', 'The plan of this tenant allows no messages to subscriptions.');
}
