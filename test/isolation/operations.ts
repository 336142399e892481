import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

import type { Json } from '../../src/model/index.ts';
import type { Row } from '../../src/store/index.ts';
import { scalarValue } from './sample-rows.ts';

/** An operation with its variables. */
export interface Operation {
  readonly title: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, Json>>;
}

/** Which arguments an operation has: the required ones, also every key of the row, or also a filter and a condition. */
const SHAPES = ['required', 'keys', 'all'] as const;
type Shape = (typeof SHAPES)[number];

/**
 * Returns operations for every field of Query and Mutation, with arguments and inputs built from their types. A value
 * whose name is a field of the row is taken from the row; any other ID is the row's own.
 * Mutations that can create rows come last.
 */
export function operationsOn(schema: GraphQLSchema, row: Row): Operation[] {
  const queries = fieldsOf(schema, 'Query').flatMap((field) => operations('query', schema, field, row));
  const mutations = fieldsOf(schema, 'Mutation').flatMap((field) =>
    operations('mutation', schema, field, row),
  );
  const creates = mutations.filter(({ title }) => /^mutation create/.test(title));
  return [...queries, ...mutations.filter((one) => !creates.includes(one)), ...creates];
}

/**
 * Returns each operation once: a field that is about a type gets the row of that type, any other field the first row.
 * It is the quick sample of `operationsOn` with every row, which sends each row to each field.
 */
export function operationsOnOwn(schema: GraphQLSchema, rows: Readonly<Record<string, Row>>): Operation[] {
  const [first] = Object.keys(rows);
  const subjects = new Map(
    [...fieldsOf(schema, 'Query'), ...fieldsOf(schema, 'Mutation')].map((field) => [
      field.name,
      subjectOf(field, Object.keys(rows)) ?? first,
    ]),
  );
  return Object.entries(rows).flatMap(([type, row]) =>
    operationsOn(schema, row).filter(({ title }) => subjects.get(title.split(' ')[1] ?? '') === type),
  );
}

/** Returns the type that the answer or an input of a field names, e.g. `Task` for `[Task]`, `ModelTaskConnection` or `TaskPage`. */
function subjectOf(
  { type, args }: GraphQLField<unknown, unknown>,
  types: readonly string[],
): string | undefined {
  const names = [getNamedType(type).name, ...args.map((argument) => getNamedType(argument.type).name)];
  const longestFirst = [...types].sort((a, b) => b.length - a.length);
  return longestFirst.find((one) => names.some((name) => name.includes(one)));
}

function fieldsOf(schema: GraphQLSchema, root: 'Query' | 'Mutation'): GraphQLField<unknown, unknown>[] {
  const type = root === 'Query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type?.getFields() ?? {});
}

function operations(
  kind: 'query' | 'mutation',
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  row: Row,
): Operation[] {
  const made = SHAPES.map((shape): Operation => {
    const variables: Record<string, Json> = {};
    const declared: string[] = [];
    const passed: string[] = [];
    for (const argument of field.args) {
      if (!isGiven(argument, shape, row)) continue;
      variables[argument.name] = inputValue(argument.type, argument.name, row, shape);
      declared.push(`$${argument.name}: ${String(argument.type)}`);
      passed.push(`${argument.name}: $${argument.name}`);
    }
    const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
    const args = passed.length > 0 ? `(${passed.join(', ')})` : '';
    const query = `${kind} Ask${head} { ${field.name}${args} ${selectionOf(schema, field.type, 2)} }`;
    return { title: `${kind} ${field.name} (${shape})`, query, variables };
  });
  const seen = new Set<string>();
  return made.filter(({ query, variables }) => {
    const text = JSON.stringify([query, variables]);
    return !seen.has(text) && seen.add(text);
  });
}

function isGiven(argument: GraphQLArgument, shape: Shape, row: Row): boolean {
  if (isRequiredArgument(argument)) return true;
  if (shape === 'required' || ['nextToken', 'limit', 'sortDirection'].includes(argument.name)) return false;
  if (['filter', 'condition'].includes(argument.name)) return shape === 'all';
  const named = getNamedType(argument.type);
  return argument.name in row || named.name === 'ID' || (isInputObjectType(named) && shape === 'all');
}

/** Returns a value of an input type, built from the row. */
export function inputValue(type: GraphQLInputType, name: string, row: Row, shape: Shape): Json {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [inputValue(nullable.ofType, name, row, shape)];
  const own = Object.hasOwn(row, name) ? (row[name] ?? null) : null;
  if (isEnumType(nullable)) {
    const names = nullable.getValues().map((value) => value.name);
    return typeof own === 'string' && names.includes(own) ? own : (names[0] ?? null);
  }
  if (isInputObjectType(nullable)) {
    const value: Record<string, Json> = {};
    for (const field of Object.values(nullable.getFields())) {
      const given =
        isNonNullType(field.type) || (shape !== 'required' && isMember(field.name, field.type, row));
      if (given)
        value[field.name] = inputValue(field.type, isOperator(field.name) ? name : field.name, row, shape);
    }
    return value;
  }
  if (own !== null && typeof own !== 'object') return own;
  const texts = [row['id'], ...Object.values(row)].filter((one) => typeof one === 'string');
  return scalarValue(nullable.name, texts[0] ?? 'nothing', 0);
}

/** Returns true for the members of an input that concern the row, and for `eq` in a comparison. */
function isMember(name: string, type: GraphQLInputType, row: Row): boolean {
  return name === 'eq' || Object.hasOwn(row, name) || (getNamedType(type).name === 'ID' && !isOperator(name));
}

function isOperator(name: string): boolean {
  return [
    'eq',
    'ne',
    'lt',
    'le',
    'gt',
    'ge',
    'between',
    'beginsWith',
    'contains',
    'notContains',
    'in',
  ].includes(name);
}

/** Returns a selection of all fields of a type that need no arguments, with relations to the given depth. */
export function selectionOf(schema: GraphQLSchema, output: GraphQLOutputType, depth: number): string {
  const type = getNamedType(output);
  if (isLeafType(type)) return '';
  if (isAbstractType(type)) {
    const parts = schema.getPossibleTypes(type).map((one) => {
      const leaves = Object.values(one.getFields()).filter(({ type: leaf }) =>
        isLeafType(getNamedType(leaf)),
      );
      return `... on ${one.name} { ${leaves.map(({ name }) => `${one.name}_${name}: ${name}`).join(' ')} }`;
    });
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const isPage = 'nextToken' in type.getFields();
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    if (isLeafType(getNamedType(field.type))) return [field.name];
    if (depth === 0 && !isPage) return [];
    return [`${field.name} ${selectionOf(schema, field.type, isPage ? depth : depth - 1)}`];
  });
  return `{ ${fields.length > 0 ? fields.join(' ') : '__typename'} }`;
}
