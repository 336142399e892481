import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { TestApi } from '../api.ts';

/** A request as `fetch` takes it. */
export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
}

/** Returns the event that API Gateway makes of a request: the query string is decoded once. */
export function eventOf(
  url: string,
  { method = 'GET', headers = {}, body = null }: Request,
): Partial<APIGatewayProxyEvent> {
  const multiValueQueryStringParameters: Record<string, string[]> = {};
  for (const [name, value] of new URL(url).searchParams)
    (multiValueQueryStringParameters[name] ??= []).push(value);
  return { httpMethod: method, headers: { ...headers }, multiValueQueryStringParameters, body };
}

/** Returns a `fetch` that calls the handler of an API. */
export function fetchOf(api: TestApi, authorization: string): typeof fetch {
  return async (url, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    const event = eventOf(url as string, {
      method: init?.method ?? 'GET',
      headers: { ...headers, authorization },
      body: typeof init?.body === 'string' ? init.body : null,
    });
    const { statusCode, headers: answered = {}, body } = await api.handle(event);
    return new Response(body, { status: statusCode, headers: answered as Record<string, string> });
  };
}

/** Parses the body of an answer. */
export function bodyOf(result: APIGatewayProxyResult): { data?: unknown; errors?: ApiError[] } {
  return JSON.parse(result.body) as { data?: unknown; errors?: ApiError[] };
}
interface ApiError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Internals that no answer may contain: keys, tables, AWS, places in our sources, the `sub` of a user. */
const INTERNAL =
  /__pk|__sk|__gsi|\b\dp\b|T#|dynamo|aws-sdk|amazonaws|\bat \/|node_modules|\.ts:\d|\w{3,}-(data|control)\b(?<!form-data)|\bsub\b|stack|call stack/i;

/** Returns the internals in a body. The `errorType` that begins with `DynamoDB:` is none: it is AppSync's own. */
export function internalsIn(body: string): string[] {
  const text = body.replaceAll('DynamoDB:ConditionalCheckFailedException', '');
  return text.match(new RegExp(INTERNAL, 'gi')) ?? [];
}
