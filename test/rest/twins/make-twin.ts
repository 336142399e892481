import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';

import { keyFields, type Field, type Json, type Model, type ModelType } from '../../../src/model/index.ts';
import type { Route } from '../../../src/rest/index.ts';
import type { Row } from '../../../src/store/index.ts';
import { filterOf } from './filters.ts';
import { fieldsOf, representation } from './representation.ts';
import type { Twin } from './twin.ts';
import { textOf } from '../text-of.ts';
import { inputValue, pick, type Random } from './values.ts';

/** What twins are made from. */
export interface TwinParts {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly random: Random;
  /** The rows that may exist, by type. A create adds its own. */
  readonly rows: Record<string, Row[]>;
  /** The groups of the user who asks. */
  readonly groups: readonly string[];
}

type RootField = GraphQLField<unknown, unknown>;

/** Returns a random REST call of a route and its twin. Null if this kind of route has no twin here. */
export function makeTwin(parts: TwinParts, route: Route): Twin | null {
  const { kind, type } = route;
  if (!type) return null;
  switch (kind.is) {
    case 'list':
      return listTwin(parts, route, type);
    case 'get':
      return getTwin(parts, route, type);
    case 'create':
      return createTwin(parts, route, type);
    case 'replace':
      return replaceTwin(parts, route, type);
    case 'patch':
      return patchTwin(parts, route, type);
    case 'delete':
      return deleteTwin(parts, route, type);
    case 'related':
      return relatedTwin(parts, route, type, kind);
    case 'batch':
      return batchTwin(parts, route, type, kind.operation);
    default:
      return null;
  }
}

/** Returns a row to ask for: one that exists, or one that does not. */
function anyRow({ rows, random }: TwinParts, type: ModelType): Row {
  const [first, ...others] = rows[type.name] ?? [];
  if (!first) throw new Error(`There is no row of ${type.name}.`);
  if (random() < 0.9) return pick(random, [first, ...others]);
  const missing = Object.entries(first).map(([name, value]) => [
    name,
    typeof value === 'string' && keyFields(type.key)[0] === name ? 'never' : value,
  ]);
  return Object.fromEntries(missing) as Row;
}

const keyOf = (type: ModelType, row: Row): Record<string, Json> =>
  Object.fromEntries(keyFields(type.key).map((name) => [name, row[name] ?? null]));

function pathOf({ path }: Route, row: Row): string {
  return `/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(row[name])))}`;
}

/** Returns an operation that calls a root field with arguments as variables. */
function operation(
  root: 'query' | 'mutation',
  field: RootField,
  given: Readonly<Record<string, Json>>,
  selection: string,
): Pick<Twin, 'query' | 'variables'> {
  const args = field.args.filter(({ name }) => name in given);
  const head = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const call = passed === '' ? field.name : `${field.name}(${passed})`;
  return {
    query: `${root} Twin${head === '' ? '' : `(${head})`} { found: ${call} ${selection} }`,
    variables: given,
  };
}

/** Returns whether only groups of which the user is none may read or write a field. */
function isClosed({ groups }: TwinParts, { rules }: Field): boolean {
  if (rules === null) return false;
  return rules.every((rule) => rule.allow === 'groups' && !rule.groups.some((one) => groups.includes(one)));
}

/** Chooses what an answer contains: by default, or the fields that `fields` names. */
function shapeOf(parts: TwinParts, name: string): { readonly selection: string; readonly query: string[] } {
  const { model, schema, random } = parts;
  const whole = representation(model, schema, name);
  if (random() < 0.7) return { selection: whole, query: [] };
  const plain = fieldsOf(model, schema, name).filter((field) => {
    const type = model.models[name]?.fields[field];
    return type && !isClosed(parts, type) && !JSON.stringify(whole).includes(` ${field} {`);
  });
  const chosen = plain.filter(() => random() < 0.5);
  if (chosen.length === 0) return { selection: whole, query: [] };
  return { selection: `{ ${chosen.join(' ')} }`, query: [`fields=${chosen.join(',')}`] };
}

const withQuery = (path: string, query: readonly string[]): string =>
  query.length === 0 ? path : `${path}?${query.join('&')}`;

interface Page {
  readonly items: readonly unknown[];
  readonly nextToken: string | null;
  readonly totalCount?: number;
}

const pageBody = (page: Page): object => ({
  items: page.items,
  nextCursor: page.nextToken,
  ...(page.totalCount === undefined ? {} : { total: page.totalCount }),
});

function listTwin(parts: TwinParts, route: Route, type: ModelType): Twin {
  const { random } = parts;
  const { field } = route;
  const shape = shapeOf(parts, type.name);
  const filter = filterOf(parts, field, anyRow(parts, type));
  const hasTotal = random() < 0.2 && route.queryParameters.some(({ is }) => is === 'total');
  const limit = random() < 0.6 ? 1 + Math.floor(random() * 4) : null;
  const query = [
    ...shape.query,
    ...filter.query,
    ...(hasTotal ? ['total=true'] : []),
    ...(limit === null ? [] : [`limit=${limit}`]),
  ];
  const selection = `{ items ${shape.selection} nextToken${hasTotal ? ' totalCount' : ''} }`;
  const given = { ...filter.variables, ...(limit === null ? {} : { limit }) };
  const twin = (cursors?: { readonly rest: string; readonly graphql: string }): Twin => ({
    title: route.operationId,
    call: {
      method: 'GET',
      target: withQuery(`/v1${route.path}`, [
        ...query,
        ...(cursors ? [`cursor=${encodeURIComponent(cursors.rest)}`] : []),
      ]),
    },
    ...operation('query', field, { ...given, ...(cursors ? { nextToken: cursors.graphql } : {}) }, selection),
    expected: ({ found }) => (found ? { status: 200, body: pageBody(found as Page) } : null),
    ...(cursors ? {} : { next: twin }),
  });
  return twin();
}

function getTwin(parts: TwinParts, route: Route, type: ModelType): Twin {
  const row = anyRow(parts, type);
  const shape = shapeOf(parts, type.name);
  return {
    title: route.operationId,
    call: { method: 'GET', target: withQuery(pathOf(route, row), shape.query) },
    ...operation('query', route.field, keyOf(type, row), shape.selection),
    expected: ({ found }) => (found ? { status: 200, body: found } : null),
  };
}

/** Returns an input of a create or an update. */
function inputOf(
  parts: TwinParts,
  { field }: Route,
  row: Row,
  never: readonly string[],
): Record<string, Json> {
  const declared = field.args.find(({ name }) => name === 'input')?.type;
  const input = declared && getNullableType(declared);
  const object = isListType(input) ? getNullableType(input.ofType) : input;
  if (!isInputObjectType(object)) throw new Error(`${field.name} has no input.`);
  return inputValue({ random: parts.random, row, never }, object, '') as Record<string, Json>;
}

let created = 0;

/** Returns the input of a new row: with a key of its own most times, so that both doors make the same row. */
function newRow(parts: TwinParts, route: Route, type: ModelType): Record<string, Json> {
  const row = anyRow(parts, type);
  const [hash = ''] = keyFields(type.key);
  const input = inputOf(parts, route, row, ['expectedVersion']);
  const isNew = parts.random() < 0.85;
  created += 1;
  if (isNew && typeof row[hash] === 'string') input[hash] = `new-${created}`;
  const made = { ...row, ...input };
  if (isNew) (parts.rows[type.name] ??= []).push(made);
  return input;
}

function createTwin(parts: TwinParts, route: Route, type: ModelType): Twin {
  const input = newRow(parts, route, type);
  const shape = shapeOf(parts, type.name);
  return {
    title: route.operationId,
    call: { method: 'POST', target: withQuery(`/v1${route.path}`, shape.query), body: input },
    ...operation('mutation', route.field, { input }, shape.selection),
    expected: ({ found }) => (found ? { status: 201, body: found } : null),
  };
}

function replaceTwin(parts: TwinParts, route: Route, type: ModelType): Twin {
  const row = anyRow(parts, type);
  const key = keyOf(type, row);
  const body = inputOf(parts, route, row, [...Object.keys(key), 'expectedVersion']);
  const rest = replaced(parts, route, type, [...Object.keys(key), ...Object.keys(body)]);
  const shape = shapeOf(parts, type.name);
  return {
    title: route.operationId,
    call: { method: 'PUT', target: withQuery(pathOf(route, row), shape.query), body },
    ...operation('mutation', route.field, { input: { ...rest, ...body, ...key } }, shape.selection),
    expected: ({ found }) => (found ? { status: 200, body: found } : null),
  };
}

/**
 * Returns what a replacement writes of the fields that its body lacks: the default or null. Times, versions and owners stay, and
 * so do fields that the caller may change in no row.
 */
function replaced(
  parts: TwinParts,
  route: Route,
  type: ModelType,
  given: readonly string[],
): Record<string, Json> {
  const declared = route.field.args.find(({ name }) => name === 'input')?.type;
  const input = declared && getNamedType(declared);
  const members = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
  const { createdAt, updatedAt } = type.timestamps;
  const ruled = type.rules.concat(Object.values(type.fields).flatMap(({ rules }) => rules ?? []));
  const owners = ruled.flatMap((rule) => ('field' in rule ? [rule.field] : []));
  const kept = [...given, ...owners, createdAt, updatedAt, type.version, 'expectedVersion'];
  const names = members.filter((name) => {
    const field = type.fields[name];
    return field && !kept.includes(name) && !isClosed(parts, field);
  });
  return Object.fromEntries(names.map((name) => [name, type.fields[name]?.default ?? null]));
}

function patchTwin(parts: TwinParts, route: Route, type: ModelType): Twin {
  const row = anyRow(parts, type);
  const key = keyOf(type, row);
  const body = inputOf(parts, route, row, [
    ...Object.keys(key),
    'expectedVersion',
    ...objectsOf(type, parts.model),
  ]);
  const shape = shapeOf(parts, type.name);
  return {
    title: route.operationId,
    call: { method: 'PATCH', target: withQuery(pathOf(route, row), shape.query), body },
    ...operation('mutation', route.field, { input: { ...body, ...key } }, shape.selection),
    expected: ({ found }) => (found ? { status: 200, body: found } : null),
  };
}

/** Returns the fields with objects, which a patch merges with those of the row. */
function objectsOf({ fields }: ModelType, { objects }: Model): string[] {
  return Object.values(fields).flatMap(({ name, type }) =>
    'name' in type && type.name in objects ? [name] : [],
  );
}

function deleteTwin(parts: TwinParts, route: Route, type: ModelType): Twin {
  const row = anyRow(parts, type);
  const shape = shapeOf(parts, type.name);
  return {
    title: route.operationId,
    call: { method: 'DELETE', target: withQuery(pathOf(route, row), shape.query) },
    ...operation('mutation', route.field, { input: keyOf(type, row) }, shape.selection),
    expected: ({ found }) => (found ? { status: 200, body: found } : null),
  };
}

function relatedTwin(
  parts: TwinParts,
  route: Route,
  type: ModelType,
  { relation, target, many }: Extract<Route['kind'], { is: 'related' }>,
): Twin {
  const { random } = parts;
  const row = anyRow(parts, type);
  const shape = shapeOf(parts, target.name);
  const limit = many && random() < 0.5 ? 1 + Math.floor(random() * 3) : null;
  const query = [...shape.query, ...(limit === null ? [] : [`limit=${limit}`])];
  const inner = many
    ? `${relation.name}${limit === null ? '' : `(limit: ${limit})`} { items ${shape.selection} nextToken }`
    : `${relation.name} ${shape.selection}`;
  return {
    title: route.operationId,
    call: { method: 'GET', target: withQuery(pathOf(route, row), query) },
    ...operation('query', route.field, keyOf(type, row), `{ ${inner} }`),
    expected: ({ found }) => {
      const related = (found as Record<string, unknown> | null)?.[relation.name] ?? null;
      if (related === null) return null;
      return { status: 200, body: many ? pageBody(related as Page) : related };
    },
  };
}

function batchTwin(
  parts: TwinParts,
  route: Route,
  type: ModelType,
  batch: 'create' | 'update' | 'delete',
): Twin {
  const { random } = parts;
  const items = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    if (batch === 'create') return newRow(parts, route, type);
    const row = anyRow(parts, type);
    const key = keyOf(type, row);
    if (batch === 'delete') return key;
    return { ...inputOf(parts, route, row, [...Object.keys(key), 'expectedVersion']), ...key };
  });
  const shape = shapeOf(parts, type.name);
  return {
    title: route.operationId,
    isBatch: true,
    call: { method: route.method, target: withQuery(`/v1${route.path}`, shape.query), body: { items } },
    ...operation('mutation', route.field, { input: items }, shape.selection),
    expected: ({ found }) => (found ? { status: 200, body: { items: found } } : null),
  };
}
