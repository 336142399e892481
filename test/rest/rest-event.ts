import { randomUUID } from 'node:crypto';

import type { APIGatewayProxyEvent } from 'aws-lambda';

import { decodePart, pathOf, readQuery } from '../../src/local-cloud/gateway/request-target.ts';

/** A request of the REST door, as a client writes it. */
export interface RestCall {
  readonly method: string;
  /** Path and query below `/rest`, percent-encoded: `/v1/tasks?limit=2`. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON for an object, the text itself for a string. */
  readonly body?: object | string;
}

/** Returns the event that the gateway makes of a call. It decodes the query and the greedy parameter once. */
export function restEvent({ method, target, headers = {}, body }: RestCall): Partial<APIGatewayProxyEvent> {
  const path = `/rest${pathOf(target) ?? '/'}`;
  const query = Object.fromEntries([...(readQuery(target) ?? [])].map(([name, all]) => [name, [...all]]));
  const hasQuery = Object.keys(query).length > 0;
  const lasts = Object.fromEntries(Object.entries(query).map(([name, all]) => [name, all.at(-1) ?? '']));
  const typed = body !== undefined && !('content-type' in headers);
  const sent = { ...(typed && { 'content-type': 'application/json' }), ...headers };
  return {
    httpMethod: method,
    resource: '/rest/{proxy+}',
    path,
    pathParameters: { proxy: decodePart(path.slice('/rest/'.length)) ?? '' },
    headers: sent,
    multiValueHeaders: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, [value]])),
    queryStringParameters: hasQuery ? lasts : null,
    multiValueQueryStringParameters: hasQuery ? query : null,
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: randomUUID(),
      stage: 'api',
      path: `/api${path}`,
      resourcePath: '/rest/{proxy+}',
      httpMethod: method,
    } as APIGatewayProxyEvent['requestContext'],
  };
}
