import type { APIGatewayProxyEvent } from 'aws-lambda';

import { isRecord } from './is-record.ts';

/** The part of an event that parameters are read from. Authorizers and handlers both have it. */
export type ReadableEvent = {
  readonly [Part in 'headers' | 'queryStringParameters']: APIGatewayProxyEvent[Part] | null;
} & { readonly requestContext: unknown };

/** A reader of one value of a request. It returns undefined if the value is missing or empty. */
export type Parameter = (event: ReadableEvent) => string | undefined;

/**
 * Parses a mapping expression of an authorizer's identity source or a cache key: `method.request.header.X`,
 * `method.request.querystring.x` or `context.x.y` (API Gateway, CreateAuthorizer, "identitySource").
 * @throws {Error} for any other
 */
export function readParameter(expression: string): Parameter {
  const [, kind, name] =
    /^(method\.request\.header|method\.request\.querystring|context)\.(.+)$/.exec(expression) ?? [];
  if (kind === undefined || name === undefined) {
    throw new Error(
      `The parameter "${expression}" is unknown: write "method.request.header.<name>", ` +
        '"method.request.querystring.<name>" or "context.<name>".',
    );
  }
  if (kind === 'context') return (event) => textAt(event.requestContext, name.split('.'));
  if (kind === 'method.request.querystring')
    return (event) => event.queryStringParameters?.[name] || undefined;
  return (event) => {
    const headers = Object.entries(event.headers ?? {});
    return headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] || undefined;
  };
}

function textAt(value: unknown, [key, ...rest]: readonly string[]): string | undefined {
  if (key !== undefined) return isRecord(value) ? textAt(value[key], rest) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;
}
