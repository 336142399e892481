import type { Limits, Plans } from '../../src/platform/index.ts';

const NONE: Limits = {
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

/** Returns these limits and no others. */
export function limitsOf(limits: Partial<Limits>): Limits {
  return { ...NONE, ...limits };
}

/** Returns a plan with only these limits and flags. */
export function named(name: string, limits: Partial<Limits>, features: readonly string[] = []): Plans {
  return { [name]: { name, limits: limitsOf(limits), features } };
}

/** Returns the plan of every tenant of the seed, with only these limits and flags. */
export function enterprise(limits: Partial<Limits>, features?: readonly string[]): Plans {
  return named('enterprise', limits, features);
}
