import type { Limits, Plans } from '../../src/platform/index.ts';

const NONE: Limits = {
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

/** These limits and no others. */
export function limitsOf(limits: Partial<Limits>): Limits {
  return { ...NONE, ...limits };
}

/** The plan of every tenant of the seed, with these limits and flags alone. */
export function enterprise(limits: Partial<Limits>, features: readonly string[] = []): Plans {
  return { enterprise: { name: 'enterprise', limits: limitsOf(limits), features } };
}
