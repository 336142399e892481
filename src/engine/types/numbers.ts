import { GraphQLError, GraphQLFloat, GraphQLID, GraphQLScalarType } from 'graphql';

/**
 * GraphQL's ID, except that it refuses a number of a request's JSON that JavaScript has rounded. In the text of a query
 * every digit of a number is read.
 */
export const exactId = new GraphQLScalarType<string>({
  ...GraphQLID.toConfig(),
  parseValue(value) {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw new GraphQLError(
        `ID cannot represent a number beyond ${Number.MAX_SAFE_INTEGER}, because its last digits are lost in JSON: send the ID as text.`,
      );
    }
    return GraphQLID.parseValue(value);
  },
});

/** GraphQL's Float, except that it also refuses a number in the text of a query that is beyond the range of a double. */
export const finiteFloat = new GraphQLScalarType<number>({
  ...GraphQLFloat.toConfig(),
  parseLiteral(node, variables) {
    const number = GraphQLFloat.parseLiteral(node, variables);
    if (Number.isFinite(number)) return number;
    throw new GraphQLError('Float cannot represent a number beyond 1.8e308.', { nodes: node });
  },
});
