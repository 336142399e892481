import {
  getNamedType,
  getNullableType,
  GraphQLBoolean,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';

import { MAX_LIMIT } from '../../engine/index.ts';

import type { QueryParameter } from '../route.ts';

/** The names that a field of a type cannot have without an operator. */
const LIST_WORDS: readonly string[] = ['filter', 'sort', 'limit', 'cursor', 'total', 'fields', 'expand'];
const LOGIC: readonly string[] = ['and', 'or', 'not'];

const parameter = (
  name: string,
  is: QueryParameter['is'],
  description: string,
  more: Partial<QueryParameter> = {},
): QueryParameter => ({
  name,
  is,
  type: GraphQLString,
  many: false,
  required: false,
  at: [],
  description,
  ...more,
});

/** The parameters that choose the members of an answer. */
export const SHAPE: readonly QueryParameter[] = [
  parameter('fields', 'fields', 'The fields of the answer: `id,title`. By default all that are stored.'),
  parameter('expand', 'expand', 'The relations that the answer includes: `project,comments.author`.'),
];

/** Returns the parameters of a list of a type, from the arguments of its field. */
export function listParameters(field: GraphQLField<unknown, unknown>): readonly QueryParameter[] {
  const argument = (name: string): GraphQLArgument | undefined => field.args.find((one) => one.name === name);
  const filter = argument('filter')?.type;
  const connection = getNamedType(field.type) as GraphQLObjectType;
  return [
    ...(isInputObjectType(filter)
      ? [...fieldParameters(filter), parameter('filter', 'filter', 'A filter as JSON.', { type: filter })]
      : []),
    parameter('sort', 'sort', 'The field that orders the list; with `-` before it, the list is descending.'),
    parameter('limit', 'limit', `The most items of a page, 1 to ${MAX_LIMIT}.`, { type: GraphQLInt }),
    parameter('cursor', 'cursor', 'The `nextCursor` of the page before.'),
    ...('totalCount' in connection.getFields()
      ? [parameter('total', 'total', 'Whether the answer counts the whole list.', { type: GraphQLBoolean })]
      : []),
    ...SHAPE,
  ];
}

/** Returns `title`, `title.contains` and `title.size.gt` for each field of a filter. */
function fieldParameters(filter: GraphQLInputType): readonly QueryParameter[] {
  if (!isInputObjectType(filter)) return [];
  return Object.values(filter.getFields())
    .filter(({ name }) => !LOGIC.includes(name))
    .flatMap(({ name, type }) => operators([name], type));
}

function operators(at: readonly string[], type: GraphQLInputType): readonly QueryParameter[] {
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((operator) => {
    const place = [...at, operator.name];
    if (isInputObjectType(operator.type)) return operators(place, operator.type);
    const many = isListType(operator.type);
    const given = { type: many ? elementOf(operator.type) : operator.type, many, at: place };
    const [field = ''] = at;
    const isShort = operator.name === 'eq' && at.length === 1 && !LIST_WORDS.includes(field);
    return [
      ...(isShort ? [parameter(field, 'field', `Items whose ${field} is this.`, given)] : []),
      parameter(place.join('.'), 'field', `Items whose ${at.join('.')} fits \`${operator.name}\`.`, given),
    ];
  });
}

/** Returns the parameters of a query that the schema declares: its arguments. */
export function argumentParameters(
  args: readonly GraphQLArgument[],
  isFlat: (argument: GraphQLArgument) => boolean = () => false,
): readonly QueryParameter[] {
  return args.flatMap((argument) => {
    const type = getNullableType(argument.type);
    if (isInputObjectType(type) && isFlat(argument)) {
      return Object.values(type.getFields()).map((member) =>
        argumentParameter(member.name, member, [argument.name, member.name]),
      );
    }
    return [argumentParameter(argument.name, argument, [argument.name])];
  });
}

function argumentParameter(
  name: string,
  {
    type: declared,
    description,
    defaultValue,
  }: Pick<GraphQLArgument, 'type' | 'description' | 'defaultValue'>,
  at: readonly string[],
): QueryParameter {
  const type = getNullableType(declared);
  const many = isListType(type) && !isListType(getNullableType(elementOf(type)));
  return parameter(name, 'argument', description ?? `The argument \`${at.join('.')}\`.`, {
    type: many ? elementOf(type) : type,
    many,
    required: isNonNullType(declared) && defaultValue === undefined,
    at,
  });
}

function elementOf(type: GraphQLInputType): GraphQLInputType {
  const list = type instanceof GraphQLNonNull ? type.ofType : type;
  return list instanceof GraphQLList ? getNullableType(list.ofType) : list;
}
