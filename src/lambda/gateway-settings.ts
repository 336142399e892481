import { IDEMPOTENCY_HEADER, TENANT_HEADER } from '../tenant/index.ts';

/** Settings of API Gateway. `infra/` deploys them, and the laptop's gateway reads them too. */

/**
 * Seconds for which API Gateway caches an answer of the authorizer. The API itself checks what may change
 * sooner.
 */
export const AUTHORIZER_TTL = 60;

/**
 * The paths of the tenants' API, and the methods of each. One resource passes on every path below `/rest`: an API has
 * at most 300 resources, and the function finds the route in the model. So a new type changes no gateway. The methods
 * are named, so that the gateway refuses all others.
 */
export const TENANT_PATHS = {
  '/graphql': ['GET', 'POST'],
  '/rest/{proxy+}': ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
} as const;

/**
 * CORS settings. Tokens travel in a header and never in a cookie, so pages of any origin may call the API.
 */
export const CORS = {
  allowOrigins: ['*'],
  /** Those of REST, on each path alike. HEAD needs no entry: a browser allows it always. */
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const,
  /** The headers that the API reads, and that clients of GraphQL and AppSync send. */
  allowHeaders: [
    'accept',
    'authorization',
    'content-type',
    IDEMPOTENCY_HEADER,
    'if-match',
    'if-none-match',
    'prefer',
    'x-amz-user-agent',
    'x-apollo-operation-name',
    'x-error-format',
    TENANT_HEADER,
  ],
  maxAgeSeconds: 600,
};

/**
 * Further request headers that pages may send: all, such as `traceparent`, `baggage` or `sentry-trace`. In a request
 * without cookies `*` means every header but `authorization` (Fetch, section 4.9).
 */
export const OTHER_HEADERS: readonly string[] = ['*'];

/** Returns the CORS settings of a stage. `others` are headers in addition to those that the API needs. */
export function corsWith(others: readonly string[] = OTHER_HEADERS): typeof CORS {
  return { ...CORS, allowHeaders: [...CORS.allowHeaders, ...others] };
}

/** Returns whether a text is `*` or the name of a header (RFC 9110, section 5.1), in lower case. */
export function isHeaderName(text: string): boolean {
  return /^(\*|[a-z0-9][a-z0-9._-]*)$/.test(text);
}

/** Headers that every answer needs, including errors, so that a browser lets the page read it. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'allow,etag,idempotency-replayed,link,location,preference-applied,ratelimit,ratelimit-policy,retry-after,x-amzn-errortype,x-amzn-requestid,x-request-id',
};
