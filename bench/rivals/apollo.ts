import { apolloHandler } from './apollo-handler.ts';
import { naiveContext } from './resolvers.ts';

/** Apollo Server with a call of DynamoDB for each relation of each row. */
export const handler = apolloHandler(naiveContext);
