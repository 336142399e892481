/** The longest that an answer to a GET may be kept, in seconds: so long may a tenant read what it has changed already. */
export const MAX_CACHE_SECONDS = 60;

/**
 * Headers that change the answer to a GET. In both spellings, since browsers send the second, a Regional endpoint passes
 * names on as they came, and AWS does not say whether a parameter of the key finds the other.
 */
const HEADERS = ['Authorization', 'Accept', 'X-Error-Format'].flatMap((name) => [name, name.toLowerCase()]);
const QUERY = ['query', 'variables', 'operationName', 'extensions'];
const SENT = [
  ...HEADERS.map((name) => `method.request.header.${name}`),
  ...QUERY.map((name) => `method.request.querystring.${name}`),
];

/**
 * The key under which an answer to a GET is kept: who asks, and all that a client may send that changes the answer. Rules
 * answer each user differently, so the tenant alone would not do; and tenant and user are taken from the authorizer, so that
 * neither a header that is spelt otherwise nor a change of the token's form can mix two.
 */
export const GET_CACHE_KEY = {
  /** Parameters of the method; none has to be there. */
  sent: SENT as readonly string[],
  /** Parameters of the integration, and what of the authorizer's answer stands in each. */
  known: {
    'integration.request.header.X-Tenant-Id': 'context.authorizer.tenantId',
    'integration.request.header.X-Principal-Id': 'context.authorizer.principalId',
  },
} as const;

/** Whether answers may be kept for so long. */
export function isCacheTime(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_CACHE_SECONDS;
}
