import type { GraphQLSchema } from 'graphql';

import { compile, type CustomResolvers } from '../engine/index.ts';
import { appResolvers, countWork, mergeResolvers, platformResolversFor } from '../platform/index.ts';
import type { PlatformParts } from '../platform/index.ts';

/** Returns the executable schema of the tenants' API, whose resolvers count their work. */
export function tenantSchema(
  { model }: Pick<PlatformParts, 'model'>,
  resolvers: CustomResolvers,
  compat: boolean,
): GraphQLSchema {
  const all = mergeResolvers(platformResolversFor(model), appResolvers(resolvers, model));
  return countWork(compile(model, all, { compat }));
}
