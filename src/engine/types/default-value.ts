import { coerceInputValue, type GraphQLInputType } from 'graphql';

import type { Json } from '../../model/index.ts';

/** Returns the default of an argument or input field as resolvers get it, with the defaults of the fields in it. */
export function defaultValue(
  type: GraphQLInputType,
  value: Json | undefined,
): { readonly defaultValue?: unknown } {
  return value === undefined ? {} : { defaultValue: coerceInputValue(value, type) };
}
