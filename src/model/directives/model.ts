import type { Directive, Site } from '../directive.ts';
import { addedField } from '../draft.ts';
import type { Operations } from '../model.ts';
import { isName, nameHint, pluralOf, upperFirst } from '../names.ts';
import { baseName, isList } from '../type-ref.ts';
import { shardsOf, type WrittenShards } from './shards.ts';
import { readSubscriptions, subscriptionsOf, type WrittenSubscriptions } from './subscriptions.ts';

type Renamed = Readonly<Record<string, string | null | undefined>>;
interface ModelArguments {
  readonly operations: Renamed;
  readonly subscriptions: WrittenSubscriptions;
  readonly timestamps: Renamed;
  readonly shards: WrittenShards;
  readonly exactCount: boolean;
}

/** Makes a type a table: it gets a key, timestamps, queries and mutations. */
export const model: Directive<ModelArguments> = {
  sdl: `
"""
Stores the type: adds \`id\`, \`createdAt\` and \`updatedAt\`, and generates its queries and mutations.
A string renames a field, \`null\` switches it off. A subscription may have several fields for one event.
Counts of rows follow a write within seconds, or are part of it with \`counts: EXACT\`, at the price of a transaction.
"""
directive @model(
  queries: ModelQueries
  mutations: ModelMutations
  subscriptions: ModelSubscriptions
  timestamps: ModelTimestamps
  """Into how many partitions the rows are spread, for a type with very many writes, from 1 to 64. The default is 1."""
  shards: Int
  """The number before a change of \`shards\`. Requests look there too, until \`schema:apply\` has moved all rows."""
  formerShards: Int
  counts: ModelCounts
) on OBJECT

input ModelQueries {
  get: String
  list: String
  count: String
}

input ModelMutations {
  create: String
  update: String
  delete: String
}

input ModelSubscriptions {
  onCreate: [String]
  onUpdate: [String]
  onDelete: [String]
  level: ModelSubscriptionLevel
  """How long events are kept for a client that was away: "30m" or "1h", at most "24h". None are kept by default."""
  replay: String
}

enum ModelSubscriptionLevel {
  off
  public
  on
}

input ModelTimestamps {
  createdAt: String
  updatedAt: String
}

enum ModelCounts {
  EVENTUAL
  EXACT
}`,

  read: (values) => {
    const renamed = (argument: string, names: readonly string[]) =>
      Object.fromEntries(
        names.map((name) => [
          name,
          values.isNull(argument) ? null : values.group(argument)?.nullableText(name),
        ]),
      );
    return {
      operations: {
        ...renamed('queries', ['get', 'list', 'count']),
        ...renamed('mutations', ['create', 'update', 'delete']),
      },
      subscriptions: readSubscriptions(values),
      timestamps: renamed('timestamps', ['createdAt', 'updatedAt']),
      shards: { now: values.number('shards'), former: values.number('formerShards') },
      exactCount: values.text('counts') === 'EXACT',
    };
  },

  onType: ({ operations, subscriptions, timestamps, shards, exactCount }, site) => {
    const { type } = site;
    if (type.is !== 'object') {
      site.schema.report(
        'misplaced-directive',
        `${site.subject} is on ${type.is === 'root' ? 'a root type' : 'an interface'}.`,
        {
          at: site.node,
          hint: 'Write it on an object type.',
        },
      );
      return;
    }
    const pick = (name: string | null | undefined, usual: string | null): string | null =>
      name === undefined ? usual : name;
    type.model = {
      key: { hash: 'id', sort: [], declared: false },
      indexes: [],
      uniques: [],
      references: [],
      files: [],
      version: null,
      operations: {
        get: pick(operations['get'], `get${upperFirst(type.name)}`),
        list: pick(operations['list'], `list${pluralOf(type.name)}`),
        count: pick(operations['count'], operations['list'] === null ? null : `count${pluralOf(type.name)}`),
        create: pick(operations['create'], `create${upperFirst(type.name)}`),
        update: pick(operations['update'], `update${upperFirst(type.name)}`),
        delete: pick(operations['delete'], `delete${upperFirst(type.name)}`),
      } satisfies Operations,
      subscriptions: subscriptionsOf(subscriptions, site),
      timestamps: {
        createdAt: fieldName(pick(timestamps['createdAt'], 'createdAt'), site),
        updatedAt: fieldName(pick(timestamps['updatedAt'], 'updatedAt'), site),
      },
      rules: [],
      ownerFields: new Map(),
      join: false,
      ...shardsOf(shards, site),
      ...(exactCount ? { exactCount: true } : {}),
    };
    addId(site);
  },
};

function fieldName(name: string | null, { schema, subject, node }: Site): string | null {
  if (name === null || isName(name)) return name;
  schema.report('invalid-name', `${subject} names a timestamp "${name}", which is not a GraphQL name.`, {
    at: node,
    hint: nameHint,
  });
  return null;
}

/** Makes `id` the key of a type without `@primaryKey`, and adds the field if the type does not declare it. */
function addId({ type, schema }: Site): void {
  if (schema.uses.some((use) => use.name === 'primaryKey' && use.type === type)) return;
  const id = type.fields.get('id');
  if (!id) type.fields.set('id', addedField('id', { name: 'ID', required: true }));
  else if (isList(id.type) || schema.types.has(baseName(id.type))) {
    schema.report('invalid-key', `${type.name}.id is the primary key, but not one scalar.`, {
      at: id.node,
      hint: 'Declare "id: ID!", or write @primaryKey on another field.',
    });
  }
}
