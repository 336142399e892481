import type { Field, Index, Json, Model, ModelType } from '../../src/model/index.ts';

/** Builds a model type with fields of any scalar by hand: the store reads only names, keys and indexes. */
export function typeOf(
  name: string,
  options: {
    fields: readonly string[];
    key?: readonly string[];
    indexes?: Record<string, readonly string[]>;
  },
): ModelType {
  const field = (one: string): Field => ({
    name: one,
    type: { name: 'String', required: false },
    kind: { is: 'stored' },
    declared: true,
    arguments: {},
    validations: [],
    rules: null,
  });
  const [hash = 'id', ...sort] = options.key ?? ['id'];
  const indexes = Object.entries(options.indexes ?? {}).map(([index, [first = '', ...rest]], at): Index => ({
    name: index,
    hash: first,
    sort: rest,
    slot: at + 1,
    number: at + 1,
    queryField: null,
    declared: true,
  }));
  return {
    name,
    number: numberOf(name),
    lastIndex: indexes.length,
    fields: Object.fromEntries(['id', ...options.fields].map((one) => [one, field(one)])),
    interfaces: [],
    key: { hash, sort, declared: false },
    indexes,
    uniques: [],
    references: [],
    files: [],
    version: null,
    operations: { get: null, list: null, count: null, create: null, update: null, delete: null },
    subscriptions: { create: [], update: [], delete: [], replay: null },
    timestamps: { createdAt: null, updatedAt: null },
    rules: [],
    plural: `${name}s`,
  };
}

const numbers = new Map<string, number>();

/** Numbers types by their names, so that two types of one name are the same to the store. */
function numberOf(name: string): number {
  const number = numbers.get(name) ?? numbers.size + 1;
  numbers.set(name, number);
  return number;
}

/** Returns an index of a type by its name. */
export function indexOf(type: ModelType, name: string): Index {
  const index = type.indexes.find((one) => one.name === name);
  if (!index) throw new Error(`The type has no index "${name}".`);
  return index;
}

export function modelOf(...types: readonly ModelType[]): Model {
  return {
    models: Object.fromEntries(types.map((type) => [type.name, type])),
    objects: {},
    interfaces: {},
    unions: {},
    inputs: {},
    enums: {},
    queries: {},
    mutations: {},
    subscriptions: {},
  };
}

/** A task with an index of each kind: by one field, and composite. */
export const task = typeOf('Task', {
  fields: ['title', 'done', 'rank', 'projectId', 'status', 'due', 'note'],
  indexes: { byProject: ['projectId', 'rank'], byState: ['projectId', 'status', 'due'] },
});
export const project = typeOf('Project', { fields: ['name'] });

/** A query of all rows of a type, which tests make narrower. */
export const everything = {
  op: 'query',
  index: null,
  where: [] as readonly Json[],
  range: null,
  filter: null,
  limit: 100,
  direction: 'ASC',
  after: null,
  binding: 'test',
} as const;
