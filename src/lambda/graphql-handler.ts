import { startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context as LambdaContext } from 'aws-lambda';

import { compile, type CustomResolvers } from '../engine/index.ts';
import { createServer, describeError, openContext, type ContextOptions } from '../server/index.ts';

import { requestHandler } from './request-handler.ts';

export type ProxyHandler = (
  event: APIGatewayProxyEvent,
  context: LambdaContext,
) => Promise<APIGatewayProxyResult>;

export interface GraphqlOptions extends ContextOptions {
  readonly resolvers: CustomResolvers;
  /** Serves Amplify's exact API, for clients whose types were generated from it. */
  readonly compat?: boolean;
}

/**
 * The Lambda behind `/graphql`. The schema is compiled here, once a process; each event opens its own context,
 * so that nothing of one request is seen by the next.
 */
export function createGraphqlHandler(options: GraphqlOptions): ProxyHandler {
  const server = createServer(
    compile(options.model, options.resolvers, { compat: options.compat ?? false }),
    options.log,
  );
  const handler = startServerAndCreateLambdaHandler(server, requestHandler, {
    context: ({ event, context }) =>
      openContext(options, {
        authorization: header(event, 'authorization'),
        requestId: event.requestContext.requestId,
        remaining: context.getRemainingTimeInMillis(),
      }),
  });
  return async (event, context) => {
    const { requestId } = event.requestContext;
    try {
      const result = await handler(event, context, () => undefined);
      if (!result) throw new Error('The handler gave no result.');
      return { ...result, headers: { 'x-request-id': requestId, ...result.headers } };
    } catch (error) {
      options.log({ level: 'error', message: 'request failed', requestId, ...describeError(error) });
      throw error;
    }
  };
}

/** Header names are case-insensitive (RFC 9110, section 5.1); the gateway passes them as they came. */
export function header(event: Pick<APIGatewayProxyEvent, 'headers'>, name: string): string | undefined {
  const found = Object.entries(event.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}
