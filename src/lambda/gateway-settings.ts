/** Settings of API Gateway. `infra/` deploys them, and the laptop's gateway reads them too. */

/**
 * Seconds for which API Gateway caches an answer of the authorizer. The API itself checks what may change
 * sooner.
 */
export const AUTHORIZER_TTL = 60;

/**
 * CORS settings. Tokens travel in a header and never in a cookie, so pages of any origin may call the API.
 */
export const CORS = {
  allowOrigins: ['*'],
  allowMethods: ['GET', 'POST'],
  allowHeaders: [
    'accept',
    'authorization',
    'content-type',
    'x-amz-user-agent',
    'x-apollo-operation-name',
    'x-error-format',
    'x-tenant',
  ],
  maxAgeSeconds: 600,
};

/** Headers that every answer needs, including errors, so that a browser lets the page read it. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ratelimit,ratelimit-policy,retry-after,x-request-id',
};
