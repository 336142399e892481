import { coerceInputValue, type GraphQLInputType } from 'graphql';

import type { Json } from '../../model/index.ts';

/** The default of an argument or input field as resolvers get it: the defaults of the fields in it included. */
export function defaultValue(
  type: GraphQLInputType,
  value: Json | undefined,
): { readonly defaultValue?: unknown } {
  return value === undefined ? {} : { defaultValue: coerceInputValue(value, type) };
}
