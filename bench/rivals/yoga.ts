import { createSchema, createYoga } from 'graphql-yoga';
import type { APIGatewayProxyEvent } from 'aws-lambda';

import typeDefs from '../../test/fixture/generated/api.graphql';
import { tenantOf } from './caller.ts';
import { batchedContext, resolvers, type Context } from './resolvers.ts';

const yoga = createYoga<Context>({
  schema: createSchema<Context>({ typeDefs, resolvers }),
  graphqlEndpoint: '/graphql',
  logging: false,
});

/** GraphQL Yoga with DataLoader, called as its guide for Lambda says. */
export async function handler({ httpMethod, headers, body }: APIGatewayProxyEvent) {
  const init = { method: httpMethod, headers: headers as Record<string, string>, body };
  const context = batchedContext(await tenantOf(headers['authorization']));
  const answer = await yoga.fetch('http://bench/graphql', init, context);
  return {
    statusCode: answer.status,
    headers: Object.fromEntries(answer.headers.entries()),
    body: await answer.text(),
  };
}
