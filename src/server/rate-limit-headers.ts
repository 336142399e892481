import type { Throttle } from '../platform/index.ts';

/**
 * Returns the headers that report the remaining quota (draft-ietf-httpapi-ratelimit-headers-10). There are none without a
 * limit.
 */
export function rateLimitHeaders({ policies }: Pick<Throttle, 'policies'>): Readonly<Record<string, string>> {
  if (policies.length === 0) return {};
  return {
    'ratelimit-policy': policies.map((one) => `"${one.name}";q=${one.quota};w=${one.window}`).join(', '),
    ratelimit: policies.map((one) => `"${one.name}";r=${one.remaining};t=${one.reset}`).join(', '),
  };
}
