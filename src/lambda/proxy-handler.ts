import type { ApolloServer } from '@apollo/server';
import { startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context as LambdaContext } from 'aws-lambda';

import { IDEMPOTENCY_HEADER } from '../tenant/index.ts';
import { currentTrace } from '../store/index.ts';
import {
  describeError,
  type Log,
  logRequest,
  MAX_BODY,
  type RequestInfo,
  type ServerContext,
} from '../server/index.ts';

import { withAppSyncManners } from './appsync-manners.ts';
import { CORS_HEADERS } from './gateway-settings.ts';
import { header, headerValues, namedTenant } from './header.ts';
import { requestHandler, withMediaType } from './request-handler.ts';

export type ProxyHandler = (
  event: APIGatewayProxyEvent,
  context: LambdaContext,
) => Promise<APIGatewayProxyResult>;

/**
 * Creates a Lambda handler of a server behind API Gateway. Each event opens its own context. Logs a
 * line for every answer, except for requests that were refused without a context.
 * @param maxBody maximum bytes of a request's body
 */
export function createProxyHandler<Context extends ServerContext>(
  server: ApolloServer<Context>,
  open: (request: RequestInfo) => Promise<Context>,
  { log, now }: { readonly log: Log; readonly now: () => number },
  maxBody = MAX_BODY,
): ProxyHandler {
  const contexts = new WeakMap<APIGatewayProxyEvent, Context>();
  const handler = startServerAndCreateLambdaHandler(server, requestHandler(maxBody), {
    context: async ({ event, context }) => {
      const opened = await open(requestInfo(event, context));
      contexts.set(event, opened);
      return opened;
    },
  });
  return async (given, context) => {
    const event = completed(given, context);
    const { requestId } = event.requestContext;
    const started = performance.now();
    try {
      const result = await handler(event, context, () => undefined);
      if (!result) throw new Error('The handler gave no result.');
      const opened = contexts.get(event);
      const status = result.statusCode;
      currentTrace()?.describe(
        { request_id: requestId, ...(opened && { operation: opened.outcome.operation }) },
        {
          error: status >= 400 || opened?.outcome.failed === true,
          throttle: status === 429,
          fault: status >= 500,
        },
      );
      if (opened) {
        const bytes = Buffer.byteLength(result.body);
        logRequest(opened, { status, bytes, ms: performance.now() - started }, now());
      }
      const answer = withAppSyncManners(withMediaType(result, header(event, 'accept')));
      const headers = { 'x-request-id': requestId, ...CORS_HEADERS, ...answer.headers };
      // No cache but the gateway's own may keep what one caller may read.
      return { ...answer, headers: { ...headers, 'cache-control': 'no-store' } };
    } catch (error) {
      log({ level: 'error', message: 'request failed', requestId, ...describeError(error) });
      throw error;
    }
  };
}

/** Returns what the gate needs of an event. */
export function requestInfo(event: APIGatewayProxyEvent, context: LambdaContext): RequestInfo {
  return {
    authorization: header(event, 'authorization'),
    cacheable: event.httpMethod.toUpperCase() === 'GET',
    tenant: namedTenant(event),
    idempotencyKeys: headerValues(event, IDEMPOTENCY_HEADER),
    requestId: event.requestContext.requestId,
    ip: sourceIp(event),
    remaining: context.getRemainingTimeInMillis(),
  };
}

/**
 * Fills in what events lack that no gateway made, such as those of the console's tests. They then get the answer of a
 * request without headers or with an unknown method.
 */
export function completed(
  event: APIGatewayProxyEvent,
  { awsRequestId }: LambdaContext,
): APIGatewayProxyEvent {
  const given: Partial<{ [Member in keyof APIGatewayProxyEvent]: APIGatewayProxyEvent[Member] | null }> =
    event;
  const { headers, httpMethod, requestContext } = given;
  if (headers && typeof httpMethod === 'string' && requestContext) return event;
  return {
    ...event,
    headers: headers ?? {},
    httpMethod: typeof httpMethod === 'string' ? httpMethod : '',
    requestContext: requestContext ?? ({ requestId: awsRequestId } as APIGatewayProxyEvent['requestContext']),
  };
}

/** Returns the client's IP address as API Gateway saw it. Handmade test events may lack it. */
function sourceIp({ requestContext }: APIGatewayProxyEvent): string | null {
  const identity = requestContext.identity as { readonly sourceIp?: string } | undefined;
  return identity?.sourceIp ?? null;
}
