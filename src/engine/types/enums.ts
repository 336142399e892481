import { GraphQLEnumType } from 'graphql';

import type { EnumType } from '../../model/index.ts';

export function enumType({ name, description, values }: EnumType): GraphQLEnumType {
  return new GraphQLEnumType({
    name,
    description,
    values: Object.fromEntries(
      values.map((value) => [
        value.name,
        { value: value.name, description: value.description, deprecationReason: value.deprecated },
      ]),
    ),
  });
}

export const sortDirection = new GraphQLEnumType({
  name: 'ModelSortDirection',
  values: { ASC: {}, DESC: {} },
});

/** The types of a DynamoDB attribute, for the filter operator `attributeType`. */
export const attributeTypes = new GraphQLEnumType({
  name: 'ModelAttributeTypes',
  values: Object.fromEntries(
    ['binary', 'binarySet', 'bool', 'list', 'map', 'number', 'numberSet', 'string', 'stringSet', '_null'].map(
      (name) => [name, {}],
    ),
  ),
});
