import { randomUUID } from 'node:crypto';

import type { APIGatewayProxyEvent } from 'aws-lambda';

/** Returns the event that the gateway makes from a POST to the REST API. */
export function proxyEvent(event: Partial<APIGatewayProxyEvent>): APIGatewayProxyEvent {
  return {
    httpMethod: 'POST',
    path: '/graphql',
    headers: {},
    body: null,
    isBase64Encoded: false,
    multiValueQueryStringParameters: null,
    requestContext: { requestId: randomUUID() },
    ...event,
  } as APIGatewayProxyEvent;
}
