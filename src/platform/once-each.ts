import type { GraphQLResolveInfo } from 'graphql';

import { once, type CustomResolver, type CustomResolvers } from '../engine/index.ts';
import type { PlatformContext } from './context.ts';
import { mergeResolvers } from './merge-resolvers.ts';

/**
 * Lets each mutation of the platform have its effect once, if its request has an idempotency key. The transaction of the change
 * keeps the answer.
 */
export function onceEach(resolvers: CustomResolvers): CustomResolvers {
  const { Mutation: mutations = {} } = resolvers;
  const wrapped = Object.entries(mutations).map(([name, resolve]) => [name, asOnce(resolve)]);
  return { ...resolvers, Mutation: Object.fromEntries(wrapped) as CustomResolvers[string] };
}

/**
 * Does the same for mutations that send deliveries. Their first write is in the table of rows, and what is kept of one that
 * answers a delivery is its id.
 * @param inSteps those that write several times, and answer something else
 */
export function onceEachDelivery(resolvers: CustomResolvers, inSteps: ReadonlySet<string>): CustomResolvers {
  const { Mutation: mutations = {} } = resolvers;
  const wrapped = Object.entries(mutations).map(([name, resolve]) => [
    name,
    (parent: never, args: never, context: PlatformContext, info: GraphQLResolveInfo): unknown =>
      once<unknown>(context, info, {
        place: 'rows',
        isStepwise: inSteps.has(name),
        run: () => resolve(parent, args, context, info),
        replay: (kept) => (typeof kept === 'string' ? context.webhooks.get(kept) : kept),
      }),
  ]);
  return mergeResolvers({ Mutation: Object.fromEntries(wrapped) as object });
}

function asOnce(resolve: CustomResolver): CustomResolver {
  return (parent, args, context, info): unknown =>
    once<unknown>(context, info, {
      place: 'records',
      isStepwise: false,
      run: () => resolve(parent, args, context, info),
      replay: (kept) => kept,
    });
}
