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

/** GraphQL's Float, except that it refuses every number beyond the range of a double with a sentence. */
export const finiteFloat = new GraphQLScalarType<number>({
  ...GraphQLFloat.toConfig(),
  parseValue: (value) => GraphQLFloat.parseValue(inRange(value)),
  parseLiteral: (node, variables) => inRange(GraphQLFloat.parseLiteral(node, variables)),
});

function inRange<Value>(value: Value): Value {
  if (value !== Infinity && value !== -Infinity) return value;
  throw new GraphQLError('Float cannot represent a number beyond 1.7e308.');
}
