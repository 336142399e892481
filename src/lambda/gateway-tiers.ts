import { createHash } from 'node:crypto';

import type { Control } from '../store/index.ts';
import type { Plans } from '../platform/index.ts';

/** Requests a second, and those that may come at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/** What a stage lets through over all tenants, unless it says otherwise. */
export const STAGE_THROTTLE: Throttle = { rate: 1000, burst: 500 };

/** The plan of a caller, and the value of the gateway's API key that stands for it. */
export interface Tier {
  readonly plan: string;
  readonly key: string;
}

/**
 * What all tenants of each plan together may ask: the outer wall, which counts requests and costs no function anything. A
 * plan that bounds the requests of its tenants gets one share of the stage's throttle, of as many shares as there are plans:
 * however many tenants it has, and all of its like together, the rest is left to the others. A plan without such a bound
 * gets all of it. `own` are the throttles that a stage sets itself.
 */
export function tierThrottles(
  plans: Plans,
  stage: Throttle,
  own: Readonly<Record<string, Throttle>> = {},
): Readonly<Record<string, Throttle>> {
  const tiers = Object.keys(plans).length;
  const share = (whole: number): number => Math.max(1, Math.floor(whole / tiers));
  const bounded = { rate: share(stage.rate), burst: share(stage.burst) };
  return Object.fromEntries(
    Object.values(plans).map(({ name, limits }) => [
      name,
      own[name] ?? (limits.requestsPerSecond === null ? stage : bounded),
    ]),
  );
}

/** A sentence for each tier that a stage names and that is no plan. */
export function tierProblems(plans: Plans, own: Readonly<Record<string, Throttle>>): string[] {
  const names = Object.keys(plans);
  return Object.keys(own)
    .filter((name) => !Object.hasOwn(plans, name))
    .map(
      (name) =>
        `The tier "${name}" is no plan of schema/plans.json: the tiers of a stage are ${names.join(', ')}.`,
    );
}

/**
 * The value of a plan's API key at the gateway: no secret, since the gateway takes keys from the authorizer alone. 64 hex
 * digits (API Gateway takes 20 to 128 characters), another for each prefix: a value may be used once in an account and region.
 */
export function tierKey(prefix: string, plan: string): string {
  return createHash('sha256')
    .update(JSON.stringify([prefix, plan]))
    .digest('hex');
}

/** Finds the tier of a tenant by its record. */
export type TierOf = (tenantId: string) => Promise<Tier>;

/**
 * Looks up tiers. A tenant that there is not, or whose plan is gone from the file, counts to the first plan: whether it is
 * let in is the API's to say.
 */
export function openTiers(prefix: string, plans: Plans, control: Pick<Control, 'get'>): TierOf {
  const [first = ''] = Object.keys(plans);
  return async (tenantId) => {
    const tenant = await control.get('tenant', { id: tenantId });
    const plan = tenant && Object.hasOwn(plans, tenant.plan) ? tenant.plan : first;
    return { plan, key: tierKey(prefix, plan) };
  };
}
