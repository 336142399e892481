import type { CustomResolver, CustomResolvers } from '../engine/index.ts';

import type { PlatformContext } from './context.ts';

/** What src/resolvers are typed by. */
type OwnContext = Pick<PlatformContext, 'scope' | 'store' | 'requestId'>;

/**
 * The application's own resolvers, each with scope and store and no part of the platform: the control table, which holds
 * every tenant, is out of their reach, also where no type checker looks.
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
