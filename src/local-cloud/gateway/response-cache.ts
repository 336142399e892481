import type { APIGatewayProxyEvent } from 'aws-lambda';

import type { Answer } from './answer.ts';
import { expiringCache } from './expiring-cache.ts';
import { readParameter } from './parameter.ts';

/** The parts of the cache key, and the lifetime of an answer. */
export interface ResponseCacheOptions {
  readonly seconds: number;
  /** `cacheKeyParameters` of the method's request, such as `method.request.querystring.query`. */
  readonly sent: readonly string[];
  /** Parameters of its integration, and the mapping expression of each. */
  readonly known: Readonly<Record<string, string>>;
}

export interface ResponseCache {
  /** Returns the cached answer to an event, or calls `ask` and caches its answer. */
  serve(event: APIGatewayProxyEvent, ask: () => Promise<Answer>): Promise<Answer>;
}

/** Maximum bytes of a cached answer (API Gateway, "Cache settings for REST APIs"). */
const maxKeptBytes = 1_048_576;

/**
 * Opens the cache of a stage. It caches the integration's answer whatever its status: AWS does not promise to
 * leave errors out. It does not cache the gateway's own errors or other methods than GET.
 *
 * A client's `cache-control` changes nothing: on AWS it would need a right that no authorizer here grants.
 */
export function openResponseCache(
  { seconds, sent, known }: ResponseCacheOptions,
  now: () => number,
): ResponseCache {
  const parameters = [...sent, ...Object.values(known)].map(readParameter);
  const kept = expiringCache<Answer>(now);
  return {
    async serve(event, ask) {
      if (event.httpMethod !== 'GET') return ask();
      const key = JSON.stringify([
        event.resource,
        ...parameters.map((parameter) => parameter(event) ?? null),
      ]);
      const found = kept.get(key);
      if (found) return found;
      const answer = await ask();
      if (answer.error || answer.body.byteLength > maxKeptBytes) return answer;
      kept.set(key, answer, seconds);
      return answer;
    },
  };
}
