import type { TenantRecord } from '../../tenant/index.ts';

/** The limits and features of a plan. A limit that is null does not apply. */
export interface Plan {
  readonly name: string;
  readonly limits: Limits;
  /** The flags of `@feature` that the plan includes. */
  readonly features: readonly string[];
}

/** The plans by name, as in schema/plans.json. */
export type Plans = Readonly<Record<string, Plan>>;

export interface Limits {
  /** Average requests, and points of cost, per second. */
  readonly requestsPerSecond: number | null;
  readonly costPerSecond: number | null;
  /** Messages that subscriptions are sent per second, on average. */
  readonly eventsPerSecond: number | null;
  /** Seconds of each rate that a tenant may save up for a burst. */
  readonly burstSeconds: number | null;
  readonly requestsPerMonth: number | null;
  readonly costPerMonth: number | null;
  readonly seats: number | null;
  readonly itemsPerModel: number | null;
  /** Bytes of all files, also of uploads that are under way. */
  readonly storageBytes: number | null;
  /** Endpoints of webhooks. Null means 100. */
  readonly webhooks: number | null;
  /** Sockets that are open at once. */
  readonly connections: number | null;
  /** Subscriptions on one socket. Null means 100. */
  readonly subscriptionsPerConnection: number | null;
  /** Maximum depth of a query. */
  readonly maxDepth: number | null;
  readonly auditRetentionDays: number | null;
  /** Ceilings of one request. Null means those of every plan. */
  readonly maxObjects: number | null;
  readonly maxCalls: number | null;
  readonly maxFields: number | null;
  readonly maxAnswerBytes: number | null;
}

export type LimitName = keyof Limits;

/** The limits of a plan that sets none. */
export const NO_LIMITS: Limits = {
  requestsPerSecond: null,
  costPerSecond: null,
  eventsPerSecond: null,
  burstSeconds: null,
  requestsPerMonth: null,
  costPerMonth: null,
  seats: null,
  itemsPerModel: null,
  storageBytes: null,
  webhooks: null,
  connections: null,
  subscriptionsPerConnection: null,
  maxDepth: null,
  auditRetentionDays: null,
  maxObjects: null,
  maxCalls: null,
  maxFields: null,
  maxAnswerBytes: null,
};

/**
 * Returns the plan of a tenant with the tenant's own overrides. A plan that is missing in the file has no
 * limits and no features.
 */
export function planOf(plans: Plans, { plan, overrides }: Pick<TenantRecord, 'plan' | 'overrides'>): Plan {
  const { limits, features } = plans[plan] ?? { limits: NO_LIMITS, features: [] };
  const added = Object.keys(overrides.features).filter((flag) => overrides.features[flag]);
  return {
    name: plan,
    limits: { ...limits, ...overrides.limits },
    features: [...new Set([...features, ...added])].filter((flag) => overrides.features[flag] !== false),
  };
}

/** The tier of a tenant whose plan is missing in the file. */
const NO_TIER = 'none';

/**
 * Returns the plan's name as the dimension of metrics. There are no more values than plans, whatever the
 * tenant's record says.
 */
export function tierOf(plans: Plans, { plan }: Pick<TenantRecord, 'plan'>): string {
  return Object.hasOwn(plans, plan) ? plan : NO_TIER;
}
