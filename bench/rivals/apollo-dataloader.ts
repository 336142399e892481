import { apolloHandler } from './apollo-handler.ts';
import { batchedContext } from './resolvers.ts';

/** What a team writes by hand: Apollo Server, DataLoader and the document client of the SDK. */
export const handler = apolloHandler(batchedContext);
