import type { APIGatewayProxyEvent } from 'aws-lambda';

import type { Answer } from './answer.ts';
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

/** Maximum cached answers. AWS sells the size in gigabytes. The oldest answer is dropped first. */
const maxKept = 1_000;

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
  const kept = new Map<string, { readonly until: number; readonly answer: Answer }>();
  return {
    async serve(event, ask) {
      if (event.httpMethod !== 'GET') return ask();
      const key = JSON.stringify([
        event.resource,
        ...parameters.map((parameter) => parameter(event) ?? null),
      ]);
      const found = kept.get(key);
      if (found && now() < found.until) return found.answer;
      kept.delete(key);
      const answer = await ask();
      if (answer.error || answer.body.byteLength > maxKeptBytes) return answer;
      const [oldest] = kept.keys();
      if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest);
      kept.set(key, { until: now() + seconds * 1000, answer });
      return answer;
    },
  };
}
