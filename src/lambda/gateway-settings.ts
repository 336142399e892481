/** What the gateway is set to: `infra/` deploys it, and the laptop's gateway does the same. */

/** Seconds that the gateway keeps an answer of the authorizer; what changes sooner is looked up by the API itself. */
export const AUTHORIZER_TTL = 60;

/** Tokens travel in a header and never in cookies, so that pages of any origin may ask. */
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
  ],
  maxAgeSeconds: 600,
};

/** What a browser has to find in every answer, also in an error, to show it to the page and let the page read its headers. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ratelimit,ratelimit-policy,retry-after,x-request-id',
};
