import { ApolloServer } from '@apollo/server';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import { makeExecutableSchema } from '@graphql-tools/schema';

import typeDefs from '../../test/fixture/generated/api.graphql';
import { tenantOf } from './caller.ts';
import { resolvers, type Context } from './resolvers.ts';

/** Returns the handler of a stock Apollo Server behind API Gateway. */
export function apolloHandler(contextOf: (tenant: string) => Context) {
  const server = new ApolloServer<Context>({
    schema: makeExecutableSchema({
      typeDefs,
      resolvers,
      resolverValidationOptions: { requireResolversForResolveType: 'ignore' },
    }),
  });
  return startServerAndCreateLambdaHandler(server, handlers.createAPIGatewayProxyEventRequestHandler(), {
    context: async ({ event }) => contextOf(await tenantOf(event.headers['authorization'])),
  });
}
