import type { GraphQLResolveInfo } from 'graphql';

import {
  asAppRefusal,
  NotAuthorized,
  notAuthorized,
  once,
  refuse,
  type CustomResolver,
  type CustomResolvers,
  type Refuse,
} from '../engine/index.ts';

import type { Json, Model } from '../model/index.ts';
import type { PlatformContext } from './context.ts';

/** The context that the resolvers in src/resolvers receive. */
type OwnContext = Pick<PlatformContext, 'scope' | 'store' | 'requestId'> & { readonly refuse: Refuse };

/**
 * Wraps the application's resolvers so that each receives the scope, the store and `refuse` only. The control table
 * holds every tenant, so this code must not reach it, even where no type checker looks.
 * Only what a resolver throws on purpose becomes a refusal: `refuse`, or a GraphQLError.
 */
export function appResolvers(resolvers: CustomResolvers, { subscriptions }: Model): CustomResolvers {
  const within = mapValues(resolvers, (fields) => mapValues(fields, withinTenant));
  const mutations = within['Mutation'];
  if (!mutations) return within;
  const reported = new Set(Object.values(subscriptions).flatMap((field) => field.mutations));
  return {
    ...within,
    Mutation: mapValues(mutations, (resolve, name) =>
      asOnce(reported.has(name) ? announcing(resolve) : resolve),
    ),
  };
}

/**
 * Announces what a mutation answers to the subscriptions that name it. The answer waits until that is written, and a
 * mutation that cannot announce fails as if its last write had.
 */
function announcing(resolve: CustomResolver): CustomResolver {
  return async (parent, args, context, info): Promise<unknown> => {
    const answer: unknown = await resolve(parent, args, context, info);
    const { announce } = context as PlatformContext;
    const json = JSON.parse(JSON.stringify(answer ?? null)) as Json;
    await announce?.({ mutation: info.fieldName, answer: json });
    return answer;
  };
}

function withinTenant(resolve: CustomResolver): CustomResolver {
  return (parent, args, context, info): unknown => {
    const { scope, store, requestId } = context as PlatformContext;
    const own: OwnContext = { scope, store, requestId, refuse };
    try {
      const result: unknown = resolve(parent, args, own, info);
      return result instanceof Promise ? result.catch((error: unknown) => fail(error, info)) : result;
    } catch (error) {
      return fail(error, info);
    }
  };
}

/** Lets a mutation have its effect once, if its request has an idempotency key. It may write in several steps. */
function asOnce(resolve: CustomResolver): CustomResolver {
  return (parent, args, context, info): unknown =>
    once<unknown>(context, info, {
      place: 'rows',
      isStepwise: true,
      run: () => resolve(parent, args, context, info),
      replay: (kept) => {
        // A replay writes nothing, but a tenant that is read-only has no mutations.
        context.scope.requireWritable();
        return kept;
      },
    });
}

/** Throws an error of a resolver. A missing right names the field that the client called, not the one of the store. */
function fail(error: unknown, { fieldName, parentType }: GraphQLResolveInfo): never {
  if (error instanceof NotAuthorized) throw notAuthorized(fieldName, parentType.name);
  throw asAppRefusal(error) ?? error;
}

function mapValues<From, To>(
  object: Readonly<Record<string, From>>,
  to: (value: From, name: string) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, to(value, name)]));
}
