/**
 * The names that generated files use for types of TypeScript, of graphql-codegen or of their own. graphql-codegen passes the
 * names of its other types through the convention too; the reader of schemas refuses a type with one of those.
 */
const TAKEN = new Set([
  ...['Array', 'Exclude', 'Extract', 'NonNullable', 'Omit', 'Partial', 'Pick', 'Promise', 'PropertyKey'],
  ...['Readonly', 'ReadonlyArray', 'Record', 'Required'],
  ...[
    'Exact',
    'Incremental',
    'InputMaybe',
    'MakeEmpty',
    'MakeMaybe',
    'MakeOptional',
    'Maybe',
    'RequireFields',
    'Scalars',
  ],
  ...['GraphQLResolveInfo', 'GraphQLScalarType', 'GraphQLScalarTypeConfig'],
  ...['DirectiveResolverFn', 'IsTypeOfResolverFn', 'NextResolverFn', 'Resolver', 'ResolverFn'],
  ...['ResolverTypeWrapper', 'ResolverWithResolve'],
  ...['TypeResolveFn', 'SubscriptionObject', 'SubscriptionResolveFn'],
  ...[
    'SubscriptionResolver',
    'SubscriptionResolverObject',
    'SubscriptionSubscribeFn',
    'SubscriptionSubscriberObject',
  ],
  ...['FederationReferenceType', 'FederationType', 'ContextType', 'ParentType'],
  ...[
    'Callable',
    'Context',
    'CustomMutation',
    'CustomQuery',
    'Models',
    'RequiredResolvers',
    'Scope',
    'TypedStore',
  ],
]);

/**
 * Returns the name of a GraphQL type in generated TypeScript: with an upper-case first letter, and with a `_` if the
 * generated files need the name themselves: `Record_`.
 */
export function typescriptName(name: string): string {
  return name.split('_').map(typescriptPart).join('_');
}

/** Returns the same for a part of a name. It is a naming convention of graphql-codegen, which gets each part apart. */
export function typescriptPart(part: string): string {
  const upper = part.charAt(0).toUpperCase() + part.slice(1);
  return TAKEN.has(upper) ? `${upper}_` : upper;
}
