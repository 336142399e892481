import type { Scope } from '../../tenant/index.ts';
import { planOf, type Plans } from './plan.ts';

/** What the plan of a tenant allows its sockets. Null does not bind. */
export interface RealtimeLimits {
  /** Sockets of the tenant that are open at once. */
  readonly connections: number | null;
  /** Subscriptions on one socket. */
  readonly subscriptionsPerConnection: number;
  /** Messages per second that the tenant's subscriptions are sent, on average. */
  readonly eventsPerSecond: number | null;
  /** Seconds of messages that may be saved up for a burst. */
  readonly burstSeconds: number;
}

/** The subscriptions on one socket under a plan that does not limit them, as AppSync. */
export const SUBSCRIPTIONS_PER_CONNECTION = 100;

/**
 * Returns the limits of real time of a scope's tenant.
 * @example
 * ```ts
 * const { connections } = realtimeLimitsOf(plans, scope);
 * ```
 */
export function realtimeLimitsOf(plans: Plans, { tenant }: Pick<Scope, 'tenant'>): RealtimeLimits {
  const { connections, subscriptionsPerConnection, eventsPerSecond, burstSeconds } = planOf(
    plans,
    tenant,
  ).limits;
  return {
    connections,
    subscriptionsPerConnection: subscriptionsPerConnection ?? SUBSCRIPTIONS_PER_CONNECTION,
    eventsPerSecond,
    burstSeconds: burstSeconds ?? 1,
  };
}
