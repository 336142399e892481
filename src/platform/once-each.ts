import { once, type CustomResolver, type CustomResolvers } from '../engine/index.ts';

/**
 * Lets each mutation of the platform have its effect once, if its request has an idempotency key. The transaction of the change
 * keeps the answer.
 */
export function onceEach(resolvers: CustomResolvers): CustomResolvers {
  const { Mutation: mutations = {} } = resolvers;
  const wrapped = Object.entries(mutations).map(([name, resolve]) => [name, asOnce(resolve)]);
  return { ...resolvers, Mutation: Object.fromEntries(wrapped) as CustomResolvers[string] };
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
