import { RENEW_BEFORE } from '../../src/store/aws/credentials.ts';
import { DURATION } from '../../src/store/credentials/assume-tenant-role.ts';
import { MAX_TENANTS } from '../../src/store/dynamo/tables/tenant-sends.ts';
import { LOOK_UP_TTL } from '../../src/tenant/index.ts';
import units from '../../test/golden/units.json';
import { PARTITION, STS_PER_SECOND, TRAFFIC } from './assumptions.ts';

/** What the process of an environment keeps of tenants. */
export interface Caches {
  /** Tenants whose credentials it keeps. */
  readonly tenants: number;
  /** Milliseconds for which it uses them. */
  readonly life: number;
}

export const CACHES: Caches = { tenants: MAX_TENANTS.lean, life: DURATION * 1000 - RENEW_BEFORE };
/** Those of the client of the SDK, which was the only one before. */
export const CACHES_BEFORE: Caches = { ...CACHES, tenants: MAX_TENANTS.sdk };

export interface Traffic {
  readonly tenants: number;
  readonly requestsPerSecond: number;
  readonly exponent: number;
  /** Requests that an environment serves at once. */
  readonly concurrency: number;
}

export interface ManyTenantsResult {
  readonly environments: number;
  /** Calls of AssumeRole a second, of all environments. */
  readonly sts: number;
}

/** Returns how many environments serve so many requests. */
export function environmentsOf({ requestsPerSecond, concurrency }: Traffic): number {
  const { requestMs, busy } = TRAFFIC;
  return Math.max(1, Math.ceil((requestsPerSecond * requestMs) / 1000 / busy / concurrency));
}

/**
 * Simulates environments that get requests at random, for two lives of credentials. Only the second one counts, since
 * a deployment empties all caches at once.
 */
export function simulateTenants(traffic: Traffic, caches: Caches, random: () => number): ManyTenantsResult {
  const environments = environmentsOf(traffic);
  const each = traffic.requestsPerSecond / environments / 1000;
  const draw = drawTenants(traffic, random);
  const sampled = Math.min(environments, Math.ceil(TRAFFIC.sampled / traffic.concurrency));
  let calls = 0;
  for (let environment = 0; environment < sampled; environment += 1) {
    /** When the credentials of a tenant were fetched; the least recently used one is first. */
    const kept = new Map<number, number>();
    for (let at = 0; at < 2 * caches.life; at += -Math.log(1 - random()) / each) {
      const tenant = draw();
      const since = kept.get(tenant);
      const isValid = since !== undefined && at - since < caches.life;
      if (!isValid && at >= caches.life) calls += 1;
      kept.delete(tenant);
      kept.set(tenant, isValid ? since : at);
      const [oldest] = kept.keys();
      if (kept.size > caches.tenants && oldest !== undefined) kept.delete(oldest);
    }
  }
  return {
    environments,
    sts: (calls * environments) / sampled / (caches.life / 1000),
  };
}

/**
 * Returns the look-ups a second of the tenant with the most requests. One lives for some seconds in each
 * environment, so there are fewer of them than requests.
 */
export function hottestLookUps(traffic: Traffic, environments: number): number {
  const share = sharesOf(traffic)[0] ?? 1;
  const rate = (share * traffic.requestsPerSecond) / environments;
  return environments / (LOOK_UP_TTL / 1000 + 1 / rate);
}

/** Returns the part of requests of each tenant, that with the most first. */
function sharesOf({ tenants, exponent }: Traffic): readonly number[] {
  const weights = Array.from({ length: tenants }, (_, rank) => (rank + 1) ** -exponent);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function drawTenants(traffic: Traffic, random: () => number): () => number {
  let total = 0;
  const upTo = sharesOf(traffic).map((share) => (total += share));
  return () => {
    const wanted = random() * total;
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Returns in how many cells, each with tenants and an STS of its own, the traffic stays below STS's limit; null if in none. */
export function cellsFor(traffic: Traffic, caches: Caches, random: () => number): number | null {
  const fits = (cells: number): boolean => {
    const part = {
      ...traffic,
      tenants: Math.ceil(traffic.tenants / cells),
      requestsPerSecond: traffic.requestsPerSecond / cells,
    };
    return simulateTenants(part, caches, random).sts <= STS_PER_SECOND;
  };
  return TRAFFIC.cells.find(fits) ?? null;
}

/** Returns the requests a second of one tenant at which its partition of the control table has no reads left. */
export function requestsOfHottestTenant(): number {
  return PARTITION.reads / units.platform.sparse.reads;
}
