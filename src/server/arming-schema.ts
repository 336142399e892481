import {
  getNullableType,
  GraphQLObjectType,
  GraphQLSchema,
  type DocumentNode,
  Kind,
  type GraphQLFieldResolver,
} from 'graphql';

import type { RequestContext } from './context-of.ts';

/** The context of an operation that a socket subscribes to. */
export interface ArmingContext extends RequestContext {
  /** Called once with the operation and its fragments, when the document is valid and its cost is charged. */
  readonly arm: (document: DocumentNode) => Promise<void>;
}

/**
 * Returns a schema whose fields of Subscription arm a subscription and answer null. So a server reads, checks, charges and
 * logs a subscription by the same steps as a request. Its other types are those of the given schema.
 */
export function armingSchema(schema: GraphQLSchema): GraphQLSchema {
  const type = schema.getSubscriptionType();
  if (!type) return schema;
  const { fields, ...config } = type.toConfig();
  const arming = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      { ...field, type: getNullableType(field.type), resolve: arm },
    ]),
  );
  const subscription = new GraphQLObjectType({ ...config, fields: arming });
  const types = schema.toConfig().types.filter((other) => other !== type);
  return new GraphQLSchema({ ...schema.toConfig(), types, subscription });
}

const arm: GraphQLFieldResolver<unknown, ArmingContext> = async (
  _source,
  _args,
  context,
  { operation, fragments },
) => {
  const definitions = [operation, ...Object.values(fragments)];
  await context.arm({ kind: Kind.DOCUMENT, definitions });
  return null;
};
