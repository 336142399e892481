import { GraphQLInputObjectType, type GraphQLField } from 'graphql';

import { upperFirst } from '../../model/index.ts';

/** Returns an input type whose members are the arguments of a field, without those that the path names. */
export function argumentBody(
  field: GraphQLField<unknown, unknown>,
  inPath: readonly string[] = [],
): GraphQLInputObjectType | null {
  const args = field.args.filter(({ name }) => !inPath.includes(name));
  if (args.length === 0) return null;
  return new GraphQLInputObjectType({
    name: `${upperFirst(field.name)}Arguments`,
    fields: Object.fromEntries(
      args.map(({ name, type, defaultValue, description }) => [name, { type, defaultValue, description }]),
    ),
  });
}
