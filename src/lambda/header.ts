import type { APIGatewayProxyEvent } from 'aws-lambda';

import { TENANT_HEADER } from '../tenant/index.ts';
import { TENANT_SPELLINGS } from './gateway-cache.ts';

/**
 * Returns a header. Names are case-insensitive (RFC 9110, section 5.1), and API Gateway passes them on
 * unchanged.
 */
export function header(event: Pick<APIGatewayProxyEvent, 'headers'>, name: string): string | undefined {
  const found = Object.entries(event.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

/** No id of a tenant looks like it. */
const IMPOSSIBLE = '?';

/**
 * Returns the tenant that a request names in the header `x-tenant`, or undefined if it names none. If the header is there
 * twice, or in a GET in a spelling that the cache key lacks, it names a tenant that cannot exist.
 */
export function namedTenant(
  event: Pick<APIGatewayProxyEvent, 'headers' | 'multiValueHeaders' | 'httpMethod'>,
): string | undefined {
  // Handmade test events may lack the second.
  const single = Object.entries(event.headers);
  const multiple = Object.entries(
    (event.multiValueHeaders as Partial<APIGatewayProxyEvent>['multiValueHeaders']) ?? {},
  );
  const isOurs = ([name]: readonly [string, unknown]): boolean => name.toLowerCase() === TENANT_HEADER;
  const given = (multiple.some(isOurs) ? multiple : single).filter(isOurs);
  const values = given.flatMap(([, value]) => value ?? []);
  const isKnown = event.httpMethod !== 'GET' || given.every(([name]) => TENANT_SPELLINGS.includes(name));
  return values.length > 1 || !isKnown ? IMPOSSIBLE : values[0];
}
