import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * Returns a header. Names are case-insensitive (RFC 9110, section 5.1), and API Gateway passes them on
 * unchanged.
 */
export function header(event: Pick<APIGatewayProxyEvent, 'headers'>, name: string): string | undefined {
  const found = Object.entries(event.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}
