import { TENANT_HEADER } from '../tenant/index.ts';

/**
 * Maximum seconds for which API Gateway caches an answer to a GET. For so long a tenant may read what it has
 * already changed.
 */
export const MAX_CACHE_SECONDS = 60;

/**
 * Headers that change the answer to a GET, in two spellings. Browsers send lower case, and a Regional
 * endpoint passes names on unchanged. AWS does not document whether the cache key ignores case.
 */
const HEADERS = ['Authorization', 'Accept', 'X-Error-Format'].flatMap((name) => [name, name.toLowerCase()]);

/** The spellings of the header `x-tenant` in the cache key. A GET may use no other. */
export const TENANT_SPELLINGS: readonly string[] = ['X-Tenant', TENANT_HEADER];
const QUERY = ['query', 'variables', 'operationName', 'extensions'];
const SENT = [
  ...[...HEADERS, ...TENANT_SPELLINGS].map((name) => `method.request.header.${name}`),
  ...QUERY.map((name) => `method.request.querystring.${name}`),
];

/**
 * The cache key of an answer to a GET: the caller, and everything in the request that changes the answer. The
 * tenant alone is not enough, because rules answer each user differently. Tenant and user come from the
 * authorizer, so that no spelling of a header can mix up two callers. A token without a tenant has none there; then the
 * header `x-tenant` separates the tenants of its user.
 */
export const GET_CACHE_KEY = {
  /** Parameters of the method. All are optional. */
  sent: SENT as readonly string[],
  /** Parameters of the integration, and the member of the authorizer's answer that each holds. */
  known: {
    'integration.request.header.X-Tenant-Id': 'context.authorizer.tenantId',
    'integration.request.header.X-Principal-Id': 'context.authorizer.principalId',
  },
} as const;

/** Returns whether a stage may cache answers for this time. */
export function isCacheTime(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_CACHE_SECONDS;
}
