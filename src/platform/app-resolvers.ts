import type { CustomResolver, CustomResolvers } from '../engine/index.ts';

import type { PlatformContext } from './context.ts';

/** The context that the resolvers in src/resolvers receive. */
type OwnContext = Pick<PlatformContext, 'scope' | 'store' | 'requestId'>;

/**
 * Wraps the application's resolvers so that each receives the scope and the store only. The control table
 * holds every tenant, so this code must not reach it, even where no type checker looks.
 */
export function appResolvers(resolvers: CustomResolvers): CustomResolvers {
  return mapValues(resolvers, (fields) => mapValues(fields, withinTenant));
}

function withinTenant(resolve: CustomResolver): CustomResolver {
  return (parent, args, context, info): unknown => {
    const { scope, store, requestId } = context as PlatformContext;
    const own: OwnContext = { scope, store, requestId };
    return resolve(parent, args, own, info);
  };
}

function mapValues<From, To>(
  object: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, to(value)]));
}
