import { gatewayErrors } from './answer.ts';
import type { Answer } from './answer.ts';

/** Average requests per second, and requests in one burst. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/**
 * A check that returns null if a request may pass, or else its answer. `usageKey` is the API key from the
 * authorizer. Null means that the route has no authorizer and needs no key.
 */
export type Admit = (usageKey: string | undefined | null) => Answer | null;

/**
 * Opens the throttles of a stage: first the usage plan of the request's API key, then the stage's own (API
 * Gateway, "Throttle requests to your REST APIs"). With usage plans a request needs one of their keys. On AWS
 * the numbers are approximate, because several servers share them; here they are exact.
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

/** Opens a token bucket, full at first. It takes a token for a request, or returns false. */
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
