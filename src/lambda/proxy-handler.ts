import type { ApolloServer } from '@apollo/server';
import { startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context as LambdaContext } from 'aws-lambda';

import { describeError, type Log, type RequestInfo, type ServerContext } from '../server/index.ts';

import { CORS_HEADERS } from './gateway-settings.ts';
import { requestHandler } from './request-handler.ts';

export type ProxyHandler = (
  event: APIGatewayProxyEvent,
  context: LambdaContext,
) => Promise<APIGatewayProxyResult>;

/** A request that was answered. */
export interface Answered<Context> {
  readonly context: Context;
  readonly status: number;
  /** Of the body. */
  readonly bytes: number;
  /** From the event to the answer. */
  readonly ms: number;
}

/**
 * A server behind API Gateway; each event opens a context of its own. `onAnswer` hears of every answer but those to
 * requests that were refused before they had one.
 */
export function createProxyHandler<Context extends ServerContext>(
  server: ApolloServer<Context>,
  open: (request: RequestInfo) => Promise<Context>,
  log: Log,
  onAnswer: (answered: Answered<Context>) => void = () => undefined,
): ProxyHandler {
  const contexts = new WeakMap<APIGatewayProxyEvent, Context>();
  const handler = startServerAndCreateLambdaHandler(server, requestHandler, {
    context: async ({ event, context }) => {
      const opened = await open({
        authorization: header(event, 'authorization'),
        requestId: event.requestContext.requestId,
        ip: sourceIp(event),
        remaining: context.getRemainingTimeInMillis(),
      });
      contexts.set(event, opened);
      return opened;
    },
  });
  return async (event, context) => {
    const { requestId } = event.requestContext;
    const started = performance.now();
    try {
      const result = await handler(event, context, () => undefined);
      if (!result) throw new Error('The handler gave no result.');
      const opened = contexts.get(event);
      if (opened) {
        const [status, bytes] = [result.statusCode, Buffer.byteLength(result.body)];
        onAnswer({ context: opened, status, bytes, ms: performance.now() - started });
      }
      return { ...result, headers: { 'x-request-id': requestId, ...CORS_HEADERS, ...result.headers } };
    } catch (error) {
      log({ level: 'error', message: 'request failed', requestId, ...describeError(error) });
      throw error;
    }
  };
}

/** The address that API Gateway saw; events of one's own making may lack it. */
function sourceIp({ requestContext }: APIGatewayProxyEvent): string | null {
  const identity = requestContext.identity as { readonly sourceIp?: string } | undefined;
  return identity?.sourceIp ?? null;
}

/** Header names are case-insensitive (RFC 9110, section 5.1); the gateway passes them as they came. */
export function header(event: Pick<APIGatewayProxyEvent, 'headers'>, name: string): string | undefined {
  const found = Object.entries(event.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}
