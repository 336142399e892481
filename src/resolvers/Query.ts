import type { CustomQuery } from '../generated/resolvers.ts';

export const Query: CustomQuery = {
  /** In this sample a person's id is the username that they sign in with. */
  myCard: (_root, _args, { scope, store }) => store.Person.get({ id: scope.caller.username }),
};
