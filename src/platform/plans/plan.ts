import type { TenantRecord } from '../../tenant/index.ts';

/** What tenants of a plan may use. A limit that is null does not bind. */
export interface Plan {
  readonly name: string;
  readonly limits: Limits;
  /** The flags of `@feature` that are on. */
  readonly features: readonly string[];
}

/** The plans by name, as schema/plans.json has them. */
export type Plans = Readonly<Record<string, Plan>>;

export interface Limits {
  /** Requests, and points of cost, that a tenant may spend for each second, on average. */
  readonly requestsPerSecond: number | null;
  readonly costPerSecond: number | null;
  /** Seconds of both that may be saved up for a burst. */
  readonly burstSeconds: number | null;
  readonly requestsPerMonth: number | null;
  readonly costPerMonth: number | null;
  readonly seats: number | null;
  readonly itemsPerModel: number | null;
  /** How deep a query may nest. */
  readonly maxDepth: number | null;
  readonly auditRetentionDays: number | null;
}

export type LimitName = keyof Limits;

/** What a plan without a word about a limit has: nothing binds. */
export const NO_LIMITS: Limits = {
  requestsPerSecond: null,
  costPerSecond: null,
  burstSeconds: null,
  requestsPerMonth: null,
  costPerMonth: null,
  seats: null,
  itemsPerModel: null,
  maxDepth: null,
  auditRetentionDays: null,
};

/** The plan of a tenant with the tenant's own overrides. A plan that is gone from the file binds nothing and opens nothing. */
export function planOf(plans: Plans, { plan, overrides }: Pick<TenantRecord, 'plan' | 'overrides'>): Plan {
  const { limits, features } = plans[plan] ?? { limits: NO_LIMITS, features: [] };
  const added = Object.keys(overrides.features).filter((flag) => overrides.features[flag]);
  return {
    name: plan,
    limits: { ...limits, ...overrides.limits },
    features: [...new Set([...features, ...added])].filter((flag) => overrides.features[flag] !== false),
  };
}

/** The tier of a tenant whose plan is gone from the file. */
const NO_TIER = 'none';

/**
 * What figures of tenants are told apart by: the name of the plan. It has no more values than there are plans, whatever
 * the record of a tenant says.
 */
export function tierOf(plans: Plans, { plan }: Pick<TenantRecord, 'plan'>): string {
  return Object.hasOwn(plans, plan) ? plan : NO_TIER;
}
