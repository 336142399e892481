import { gatewayErrors } from './answer.ts';
import type { Answer } from './answer.ts';

/** Requests a second on average, and as many as may come at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/**
 * Lets a request through, or answers in its place. `usageKey` is the API key that the authorizer named; null where no
 * authorizer stands, and none is needed.
 */
export type Admit = (usageKey: string | undefined | null) => Answer | null;

/**
 * The throttles of a stage: first the usage plan of the request's API key, then the stage's own for all of them (API Gateway,
 * "Throttle requests to your REST APIs"). With usage plans a request without one of their keys is refused. On AWS the
 * numbers are aims, which several machines share; here they hold.
 */
export function openThrottles(
  stage: Throttle | undefined,
  usagePlans: Readonly<Record<string, Throttle>> | undefined,
  now: () => number,
): Admit {
  const all = stage && openBucket(stage, now);
  const plans =
    usagePlans && new Map(Object.entries(usagePlans).map(([key, plan]) => [key, openBucket(plan, now)]));
  return (usageKey) => {
    const plan = plans?.get(usageKey ?? '');
    if (plans && !plan && usageKey !== null) return gatewayErrors.invalidApiKey;
    return plan?.() === false || all?.() === false ? gatewayErrors.throttled : null;
  };
}

/** A token bucket, full at first: takes one for a request, or says no. */
function openBucket({ rate, burst }: Throttle, now: () => number): () => boolean {
  let [tokens, at] = [burst, now()];
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + (Math.max(0, time - at) / 1000) * rate);
    at = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
