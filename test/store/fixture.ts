import type { Field, Index, Model, ModelType } from '../../src/model/index.ts';
import type { Json } from '../../src/model/index.ts';
import {
  dynamoSend,
  ensureTables,
  openCursors,
  openStore,
  type Send,
  type Store,
} from '../../src/store/index.ts';
import type { StoreOptions } from '../../src/store/index.ts';
import { startEmulator } from '../emulator.ts';
import { scopeOf } from '../tenants.ts';

/** A model type with fields of any scalar, made by hand: the store reads names, keys and indexes only. */
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

export const cursors = openCursors('a secret of the tests, long enough');

export interface Fixture {
  readonly endpoint: string;
  readonly send: Send;
  readonly controlSend: Send;
  /** The data table behind another endpoint, such as a proxy. */
  sendTo(endpoint: string): Send;
  store(tenant: string, options?: Partial<StoreOptions>): Store;
  stop(): Promise<void>;
}

const account = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** The tables of a model on an emulator of their own. */
export async function startFixture(model: Model = modelOf(task, project)): Promise<Fixture> {
  const emulator = await startEmulator();
  const options = { ...account, endpoint: emulator.endpoint };
  const suffix = Math.random().toString(36).slice(2);
  const [data, control] = [`data-${suffix}`, `control-${suffix}`];
  await ensureTables({ ...options, model, data, control });
  const send = dynamoSend({ ...options, table: data });
  return {
    endpoint: emulator.endpoint,
    send,
    controlSend: dynamoSend({ ...options, table: control }),
    sendTo: (other) => dynamoSend({ ...options, endpoint: other, table: data }),
    store: (tenant, more = {}) => openStore(scopeOf(tenant), { types: model.models, send, cursors, ...more }),
    stop: () => emulator.stop(),
  };
}

/** A query of all rows of a type, to be made narrower. */
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
