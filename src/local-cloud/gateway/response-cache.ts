import type { APIGatewayProxyEvent } from 'aws-lambda';

import type { Answer } from './answer.ts';
import { readParameter } from './parameter.ts';

/** Which answers to GETs are kept, and for how long. */
export interface ResponseCacheOptions {
  readonly seconds: number;
  /** `cacheKeyParameters` of the method's request, such as `method.request.querystring.query`. */
  readonly sent: readonly string[];
  /** Those of its integration, and the mapping expression behind each. */
  readonly known: Readonly<Record<string, string>>;
}

export interface ResponseCache {
  /** The answer that is kept for an event, or what `ask` answers, which is kept from then on. */
  serve(event: APIGatewayProxyEvent, ask: () => Promise<Answer>): Promise<Answer>;
}

/** Stands for the size of the cache, which is bought in gigabytes; the oldest answer goes first. */
const maxKept = 1_000;

/** The largest answer that is kept, in bytes (API Gateway, "Cache settings for REST APIs"). */
const maxKeptBytes = 1_048_576;

/**
 * The cache of a stage. It keeps what the integration answered, whatever its status: AWS does not promise to leave errors
 * out. The gateway's own errors are not kept, and a client's `cache-control` changes nothing, as on AWS, where it would
 * take a right that no authorizer here gives. Other methods than GET are passed on.
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
