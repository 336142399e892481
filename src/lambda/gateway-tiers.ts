import { createHash } from 'node:crypto';

import type { Control } from '../store/index.ts';
import type { Plans } from '../platform/index.ts';

/** Requests per second, and requests in one burst. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/** The default throttle of a stage, over all tenants. */
export const STAGE_THROTTLE: Throttle = { rate: 1000, burst: 500 };

/** The plan of a caller, and the API key that represents it at API Gateway. */
export interface Tier {
  readonly plan: string;
  readonly key: string;
}

/**
 * Returns the throttle that all tenants of each plan share at API Gateway. This outer wall stops a flood
 * before it reaches a function. A plan that limits requests gets one share of the stage's throttle; there are
 * as many shares as plans. So its tenants leave the rest to other plans. A plan without such a limit gets the
 * whole throttle. `own` holds the throttles that a stage sets itself.
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

/** Returns a message for each tier that a stage names and that is not a plan. */
export function tierProblems(plans: Plans, own: Readonly<Record<string, Throttle>>): string[] {
  const names = Object.keys(plans);
  return Object.keys(own)
    .filter((name) => !Object.hasOwn(plans, name))
    .map(
      (name) =>
        `The tier "${name}" is not a plan of schema/plans.json: the tiers of a stage are ${names.join(', ')}.`,
    );
}

/**
 * Returns the value of a plan's API key at API Gateway: 64 hex digits (API Gateway takes 20 to 128
 * characters). It is not a secret, because API Gateway takes keys from the authorizer only. It depends on the
 * prefix, because a value must be unique in an account and region.
 */
export function tierKey(prefix: string, plan: string): string {
  return createHash('sha256')
    .update(JSON.stringify([prefix, plan]))
    .digest('hex');
}

/** A look-up of the tier of a caller by the tenants in which they may act. */
export type TierOf = (tenantIds: readonly string[]) => Promise<Tier>;

/** The most tenants of a user that the look-up reads. */
const MOST_TENANTS = 10;

/**
 * Opens the look-up of tiers. A tenant that does not exist, or whose plan is missing in the file, gets the
 * first plan: the API decides whether to refuse it. Of several tenants the one whose plan allows the most requests counts,
 * because the answer cannot depend on the tenant that a request names.
 */
export function openTiers(prefix: string, plans: Plans, control: Pick<Control, 'get'>): TierOf {
  const [first = ''] = Object.keys(plans);
  const planOf = async (id: string): Promise<string> => {
    const tenant = await control.get('tenant', { id });
    return tenant && Object.hasOwn(plans, tenant.plan) ? tenant.plan : first;
  };
  const allowed = (plan: string): number => plans[plan]?.limits.requestsPerSecond ?? Infinity;
  return async (tenantIds) => {
    const found = await Promise.all(tenantIds.slice(0, MOST_TENANTS).map(planOf));
    const plan = found.reduce((best, each) => (allowed(each) > allowed(best) ? each : best));
    return { plan, key: tierKey(prefix, plan) };
  };
}
