/**
 * Everything that the simulations assume of AWS and of traffic. What the product does is not here: its calls, units, attempts,
 * pauses and caches come from its code.
 */

/**
 * Units a second of one partition (Developer Guide, "Best practices for designing and using partition keys"). Ids are in the
 * order of creation, so all creates of a partition key meet at its end, where a split by heat does not help.
 */
export const PARTITION = { writes: 1000, reads: 3000 };

/** Calls of AssumeRole a second of an account and region. AWS does not raise it (re:Post, "IAM and STS throttling error"). */
export const STS_PER_SECOND = 600;

/** Rows of the large tenant. Their number changes no call of a create. */
export const HOT_TENANT = {
  rows: 10_000_000,
  createsPerSecond: [200, 900, 2000],
  /** Simulated seconds, of which the first ones only warm up. */
  seconds: 8,
  warmUp: 2,
  parents: [1, 10_000],
  people: 10_000,
  /** How often the type is split, by `@model(shards: n)`. */
  shards: [1, 2, 4, 8],
};

export const TRAFFIC = {
  tenants: [1, 1000, 10_000, 100_000],
  requestsPerSecond: [1000, 2000, 10_000],
  /** Those for which the leases of the largest tenant are simulated. */
  ofLeases: [1000, 2000, 4000, 5000, 10_000],
  /** The exponent of Zipf's law; 0 is uniform. */
  exponents: { Zipf: 1, uniform: 0 },
  /** Milliseconds of a request in its environment. docs/costs.md has 21 for a mixed one; the rest is a margin. */
  requestMs: 30,
  /** The part of its time that an environment works. AWS does not document how it keeps spare ones. */
  busy: 0.7,
  /** Environments that are simulated. Requests reach all alike, so the others are the same. */
  sampled: 2,
  /** Doors: how many requests an environment serves at once. Lambda's functions serve one, its web functions several. */
  concurrency: [1, 20],
  cells: [1, 2, 4, 8, 16, 32],
};
