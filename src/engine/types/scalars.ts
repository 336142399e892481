import { GraphQLBoolean, GraphQLInt, GraphQLScalarType, GraphQLString, Kind, type ValueNode } from 'graphql';

import { awsScalars, type AwsScalar } from '../../model/index.ts';

import { exactId, finiteFloat } from './numbers.ts';

/** The scalars of a schema by name: GraphQL's five and AppSync's nine. */
export const scalars: ReadonlyMap<string, GraphQLScalarType> = new Map(
  [
    exactId,
    GraphQLString,
    GraphQLInt,
    finiteFloat,
    GraphQLBoolean,
    ...Object.values(awsScalars).map(graphqlScalar),
  ].map((scalar) => [scalar.name, scalar]),
);

function graphqlScalar({ name, description, ...scalar }: AwsScalar): GraphQLScalarType {
  const parse = (value: unknown): string | number => scalar.parse(value);
  return new GraphQLScalarType({
    name,
    description,
    parseValue: parse,
    serialize: (value) => parse(scalar.toOutput ? scalar.toOutput(value) : value),
    parseLiteral: (node: ValueNode) => parse(literal(node)),
  });
}

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  return node.kind === Kind.STRING ? node.value : null;
}
