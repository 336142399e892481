import type { Field, Index, Model, ModelType } from '../../src/model/index.ts';
import type { Json } from '../../src/model/index.ts';
import { openCursors, openStore, type Store } from '../../src/store/index.ts';
import type { StoreOptions } from '../../src/store/dynamo/rows/open-store.ts';
import { startEmulator } from '../emulator.ts';
import { makeTables, type GuardedTables } from '../guarded-tables.ts';
import { scopeOf } from '../tenants.ts';

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
    queryField: null,
    declared: true,
  }));
  return {
    name,
    fields: Object.fromEntries(['id', ...options.fields].map((one) => [one, field(one)])),
    interfaces: [],
    key: { hash, sort, declared: false },
    indexes,
    uniques: [],
    references: [],
    version: null,
    operations: { get: null, list: null, count: null, create: null, update: null, delete: null },
    timestamps: { createdAt: null, updatedAt: null },
    rules: [],
    plural: `${name}s`,
  };
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
  };
}

/** A task with an index of each kind: by one field, and composite. */
export const task = typeOf('Task', {
  fields: ['title', 'done', 'rank', 'projectId', 'status', 'due', 'note'],
  indexes: { byProject: ['projectId', 'rank'], byState: ['projectId', 'status', 'due'] },
});
export const project = typeOf('Project', { fields: ['name'] });

const cursors = openCursors('a secret of the tests, long enough');

/** The tables in an emulator of their own. */
export interface Fixture extends GuardedTables {
  readonly endpoint: string;
  /** Opens the store of a tenant with a session of that tenant. */
  store(tenant: string, options?: Partial<StoreOptions>): Store;
  stop(): Promise<void>;
}

export async function startFixture(model: Model = modelOf(task, project)): Promise<Fixture> {
  const emulator = await startEmulator();
  const { endpoint } = emulator;
  const tables = await makeTables(endpoint, model);
  return {
    ...tables,
    endpoint,
    store: (tenant, more = {}) =>
      openStore(scopeOf(tenant), {
        types: model.models,
        send: tables.sendOf(tenant),
        cursors,
        ...more,
      }),
    stop: () => emulator.stop(),
  };
}

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
