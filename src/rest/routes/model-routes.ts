import {
  getNullableType,
  isListType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

import { keyFields, type Field, type Model, type ModelType } from '../../model/index.ts';

import type { PathParameter, Route } from '../route.ts';
import { listParameters, SHAPE } from './query-parameters.ts';

type RootField = GraphQLField<unknown, unknown>;

/** Returns the routes of the rows of a type: of the operations that the schema has. */
export function modelRoutes(
  model: Model,
  schema: GraphQLSchema,
  type: ModelType,
  segment: string,
): readonly Route[] {
  const queries = schema.getQueryType()?.getFields() ?? {};
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const { operations, plural, name } = type;
  const all = `/${segment}`;
  const one = [all, ...keyFields(type.key).map((field) => `{${field}}`)].join('/');
  const shaped = { type, pathParameters: [] as readonly PathParameter[], queryParameters: SHAPE, body: null };
  const query = (called: string | null): RootField | undefined =>
    called === null ? undefined : queries[called];
  const mutation = (called: string | null): RootField | undefined =>
    called === null ? undefined : mutations[called];

  const list = query(operations.list);
  const create = mutation(operations.create);
  const get = query(operations.get);
  const update = mutation(operations.update);
  const remove = mutation(operations.delete);
  const ofRow = { ...shaped, path: one, pathParameters: keyParameters(type, get ?? update ?? remove) };
  return [
    ...(list
      ? [
          {
            ...shaped,
            ...({ method: 'GET', path: all, kind: { is: 'list' }, root: 'Query', field: list } as const),
            ...{ operationId: list.name, summary: `Lists ${plural}` },
            queryParameters: listParameters(list),
          },
        ]
      : []),
    ...(create
      ? [
          {
            ...shaped,
            ...({
              method: 'POST',
              path: all,
              kind: { is: 'create' },
              root: 'Mutation',
              field: create,
            } as const),
            ...{ operationId: create.name, summary: `Creates a ${name}`, body: inputOf(create) },
          },
        ]
      : []),
    ...(get
      ? [
          {
            ...ofRow,
            ...({ method: 'GET', kind: { is: 'get' }, root: 'Query', field: get } as const),
            ...{ operationId: get.name, summary: `Returns a ${name}` },
          },
        ]
      : []),
    ...(update
      ? [
          {
            ...ofRow,
            ...({ method: 'PUT', kind: { is: 'replace' }, root: 'Mutation', field: update } as const),
            ...{ operationId: `replace${name}`, summary: `Replaces a ${name}`, body: inputOf(update) },
          },
          {
            ...ofRow,
            ...({ method: 'PATCH', kind: { is: 'patch' }, root: 'Mutation', field: update } as const),
            ...{ operationId: update.name, summary: `Changes a ${name}`, body: inputOf(update) },
          },
        ]
      : []),
    ...(remove
      ? [
          {
            ...ofRow,
            ...({ method: 'DELETE', kind: { is: 'delete' }, root: 'Mutation', field: remove } as const),
            ...{ operationId: remove.name, summary: `Deletes a ${name}` },
          },
        ]
      : []),
    ...(get ? relatedRoutes(model, schema, type, { ...ofRow, field: get }) : []),
    ...batchRoutes(type, segment, mutations),
  ];
}

function relatedRoutes(
  { models }: Model,
  schema: GraphQLSchema,
  type: ModelType,
  base: Pick<Route, 'path' | 'pathParameters' | 'type' | 'body' | 'field'>,
): readonly Route[] {
  const object = schema.getType(type.name);
  const fields = object && 'getFields' in object ? object.getFields() : {};
  return Object.values(type.fields).flatMap((relation: Field): Route[] => {
    const { kind } = relation;
    const declared = fields[relation.name] as RootField | undefined;
    const target = kind.is === 'toOne' || kind.is === 'toMany' ? models[kind.target] : undefined;
    if (!target || !declared) return [];
    const many = kind.is === 'toMany';
    return [
      {
        ...base,
        ...({ method: 'GET', root: 'Query', kind: { is: 'related', relation, target, many } } as const),
        path: `${base.path}/${relation.name}`,
        operationId: `get${type.name}_${relation.name}`,
        summary: `Returns ${relation.name} of a ${type.name}`,
        queryParameters: many ? listParameters(declared) : SHAPE,
      },
    ];
  });
}

function batchRoutes(
  type: ModelType,
  segment: string,
  mutations: Readonly<Record<string, RootField>>,
): readonly Route[] {
  const batches = [
    { operation: 'create', method: 'POST', path: `/batch/${segment}`, verb: 'Creates' },
    { operation: 'update', method: 'PATCH', path: `/batch/${segment}`, verb: 'Changes' },
    { operation: 'delete', method: 'POST', path: `/batch/${segment}/delete`, verb: 'Deletes' },
  ] as const;
  return batches.flatMap(({ operation, method, path, verb }): Route[] => {
    const field = mutations[`${operation}${type.plural}`];
    const single = type.operations[operation];
    const input = field && getNullableType(inputOf(field));
    if (!field || single === null || field.name === single || !isListType(input)) return [];
    return [
      {
        ...({ method, path, type, field, root: 'Mutation', kind: { is: 'batch', operation } } as const),
        operationId: field.name,
        summary: `${verb} several ${type.plural}: all or none`,
        pathParameters: [],
        queryParameters: SHAPE,
        body: getNullableType(input.ofType),
      },
    ];
  });
}

function inputOf(field: RootField): GraphQLInputType {
  const input = field.args.find(({ name }) => name === 'input');
  if (!input) throw new Error(`The field "${field.name}" has no argument "input".`);
  return getNullableType(input.type);
}

/** Returns the key as parameters of the path, with the types of the arguments or members that take it. */
function keyParameters(type: ModelType, field: RootField | undefined): readonly PathParameter[] {
  return keyFields(type.key).flatMap((name) => {
    const own = field?.args.find((argument) => argument.name === name)?.type;
    const input = field?.args.find((argument) => argument.name === 'input')?.type;
    const object = input && getNullableType(input);
    const member = object && 'getFields' in object ? object.getFields()[name]?.type : undefined;
    const found = own ?? member;
    return found ? [{ name, type: getNullableType(found) }] : [];
  });
}
