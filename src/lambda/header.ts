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
  const given = headerEntries(event, TENANT_HEADER);
  const values = given.flatMap(([, value]) => value);
  const isKnown = event.httpMethod !== 'GET' || given.every(([name]) => TENANT_SPELLINGS.includes(name));
  return values.length > 1 || !isKnown ? IMPOSSIBLE : values[0];
}

/** Returns every value of a header, in whichever spellings it came. */
export function headerValues(
  event: Pick<APIGatewayProxyEvent, 'headers' | 'multiValueHeaders'>,
  name: string,
): readonly string[] {
  return headerEntries(event, name).flatMap(([, values]) => values);
}

/** Returns the spellings of a header in a request, each with its values. */
function headerEntries(
  event: Pick<APIGatewayProxyEvent, 'headers' | 'multiValueHeaders'>,
  name: string,
): readonly (readonly [string, readonly string[]])[] {
  // Handmade test events may lack the second.
  const single = Object.entries(event.headers);
  const multiple = Object.entries(
    (event.multiValueHeaders as Partial<APIGatewayProxyEvent>['multiValueHeaders']) ?? {},
  );
  const isOurs = ([key]: readonly [string, unknown]): boolean => key.toLowerCase() === name;
  const given = (multiple.some(isOurs) ? multiple : single).filter(isOurs);
  return given.map(([key, value]) => [key, value === undefined ? [] : [value].flat()]);
}
