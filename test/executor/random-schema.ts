import {
  GraphQLEnumType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
} from 'graphql';

import { type BatchRead, withBatch } from '../../src/executor/index.ts';

export type Random = () => number;

/** What a schema has in addition to properties and plain resolvers. */
export interface Kinds {
  /** Values that come in promises, each after some ticks of its own. */
  readonly promises: boolean;
  /** Fields that a plan reads for many objects at once. */
  readonly relations: boolean;
}

const TYPES = ['A', 'B', 'C'];
const NAMES = ['id', 'constructor', 'toString', 'valueOf', 'title', 'next', 'items', 'then_'];

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

/** A scalar that refuses some values, drops others and takes the rest as they are. */
const picky = new GraphQLScalarType({
  name: 'Picky',
  serialize: (value) => {
    if (value === 'refused') throw new TypeError('This value is refused.');
    if (value === 'dropped') return null;
    return typeof value === 'object' ? JSON.stringify(value) : value;
  },
  parseValue: (value) => {
    if (value === 'refused') throw new TypeError('This input is refused.');
    return value;
  },
});

const color = new GraphQLEnumType({ name: 'Color', values: { RED: { value: 1 }, BLUE: { value: 'b' } } });

/** Builds a schema of three types that refer to each other, with a property or a resolver behind each field. */
export function randomSchema(kinds: Kinds, random: Random): GraphQLSchema {
  const types = new Map<string, GraphQLObjectType>();
  const wrap = (type: GraphQLOutputType): GraphQLOutputType => {
    const maybe = (inner: GraphQLOutputType): GraphQLOutputType =>
      random() < 0.35 && !(inner instanceof GraphQLNonNull) ? new GraphQLNonNull(inner) : inner;
    const lists = pick(random, [0, 0, 0, 1, 1, 2]);
    let wrapped = maybe(type);
    for (let depth = 0; depth < lists; depth += 1) wrapped = maybe(new GraphQLList(wrapped));
    return wrapped;
  };
  const fieldsOf = (): GraphQLFieldConfigMap<unknown, unknown> =>
    Object.fromEntries(
      NAMES.map((name) => {
        const named = types.get(pick(random, TYPES));
        const isObject = random() < 0.4;
        const leaf = pick<GraphQLOutputType>(random, [GraphQLString, GraphQLInt, picky, color]);
        const type = wrap(isObject && named ? named : leaf);
        if (kinds.relations && isObject && named && random() < 0.4)
          return [name, relation(kinds, random, type)];
        const args = random() < 0.3 ? { n: { type: GraphQLInt, defaultValue: 3 }, p: { type: picky } } : {};
        const resolve = random() < 0.6 ? { resolve: resolver(kinds, random, type) } : {};
        const field: GraphQLFieldConfig<unknown, unknown> = { type, args, ...resolve };
        return [name, field];
      }),
    );
  for (const name of TYPES)
    types.set(name, new GraphQLObjectType<unknown, unknown>({ name, fields: fieldsOf }));
  const root = (name: string): GraphQLObjectType =>
    new GraphQLObjectType<unknown, unknown>({ name, fields: fieldsOf });
  return new GraphQLSchema({ query: root('Query'), mutation: root('Mutation') });
}

/** A value that the seed decides: mostly right for its type, and sometimes of any other kind. */
function valueOf(kinds: Kinds, random: Random, type: GraphQLOutputType, depth = 0): unknown {
  if (type instanceof GraphQLNonNull) {
    return random() < 0.06 ? null : valueOf(kinds, random, type.ofType as GraphQLOutputType, depth);
  }
  const odd = random();
  if (odd < 0.04) return null;
  if (odd < 0.06) return undefined;
  if (odd < 0.08) return new Error('A value is an error.');
  if (odd < 0.1) return pick<unknown>(random, ['refused', 'dropped', 7, { a: 1 }, [1], true, Number.NaN]);
  if (type instanceof GraphQLList) {
    const items = Array.from({ length: Math.floor(random() * 4) }, () => {
      const item = valueOf(kinds, random, type.ofType, depth + 1);
      return random() < 0.1 && kinds.promises ? later(random, item) : item;
    });
    return random() < 0.1 ? new Set(items) : items;
  }
  if (type instanceof GraphQLObjectType) return objectOf(kinds, random, type, depth + 1);
  if (type === color) return pick<unknown>(random, [1, 'b']);
  return pick<unknown>(random, ['text', '', '12', 12, 0, 'x']);
}

function objectOf(kinds: Kinds, random: Random, type: GraphQLObjectType, depth: number): unknown {
  const fields = Object.values(type.getFields()).filter(({ resolve }) => !resolve);
  const members = fields.map(({ name, type: inner }) => {
    const value: unknown = depth > 3 ? null : valueOf(kinds, random, inner, depth + 1);
    const odd = random();
    const member: PropertyDescriptor =
      odd < 0.05
        ? {
            get: () => {
              throw new Error(`The property ${name} throws.`);
            },
          }
        : { value: odd < 0.1 ? (args: unknown) => (odd < 0.07 ? JSON.stringify(args) : value) : value };
    return [name, { ...member, enumerable: true }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(members));
}

/** Returns a promise that gives or rejects after some ticks. It may be in a value that no execution awaits. */
function later(random: Random, value: unknown): Promise<unknown> {
  const ticks = Math.floor(random() * 4);
  const fails = random() < 0.15;
  const settle = async (): Promise<unknown> => {
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    if (fails) throw new Error('A promise is rejected.');
    return value;
  };
  const promise = settle();
  promise.catch(() => undefined);
  return promise;
}

/** A resolver that the seed of the execution in its context drives, so that two executions see the same. */
function resolver(
  kinds: Kinds,
  random: Random,
  type: GraphQLOutputType,
): GraphQLFieldResolver<unknown, unknown> {
  const salt = Math.floor(random() * 1e9);
  const kind = random();
  return (source, args, context, info) => {
    const { calls, randomOf } = context as RandomContext;
    calls.push([...pathOf(info.path), JSON.stringify(args), typeof source, info.fieldNodes.length]);
    const own = randomOf(salt + hash(pathOf(info.path).join('.')));
    if (own() < 0.06)
      throw own() < 0.5 ? new Error('A resolver throws.') : pick<unknown>(own, ['text', 4, null]);
    const value = valueOf(kinds, own, type);
    return kind < 0.5 || !kinds.promises ? value : later(own, value);
  };
}

/** A field that a plan reads for many objects at once. Some of them fail. The values come in a later turn of the event loop. */
function relation(
  kinds: Kinds,
  random: Random,
  type: GraphQLOutputType,
): GraphQLFieldConfig<unknown, unknown> {
  const salt = Math.floor(random() * 1e9);
  const turn = (context: RandomContext): Promise<void> =>
    (context.turn ??= new Promise((resolve) => {
      setImmediate(() => {
        context.turn = null;
        resolve();
      });
    }));
  const valueFor = (source: unknown, context: unknown): unknown => {
    const own = (context as RandomContext).randomOf(salt + hash(JSON.stringify(namesOf(source))));
    if (own() < 0.15) return new Error('A relation fails.');
    return valueOf(kinds, own, type);
  };
  const resolve: GraphQLFieldResolver<unknown, unknown> = async (source, _args, context) => {
    await turn(context as RandomContext);
    return valueFor(source, context);
  };
  const open = (context: unknown): BatchRead => {
    const sources: unknown[] = [];
    return {
      add: (source) => sources.push(source),
      async values() {
        await turn(context as RandomContext);
        return sources.map((source) => valueFor(source, context));
      },
    };
  };
  return { type, resolve, extensions: { ...withBatch(resolve, { open }) } };
}

/** Returns the names of an object's members, which decide the value of its relations. */
function namesOf(source: unknown): readonly string[] {
  return typeof source === 'object' && source !== null ? Object.keys(source) : [];
}

export interface RandomContext {
  /** Resolves when the relations that are asked for now are read. */
  turn: Promise<void> | null;
  /** What resolvers were called with. */
  readonly calls: (readonly unknown[])[];
  readonly randomOf: (seed: number) => Random;
}

interface PathLike {
  readonly prev: PathLike | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

function pathOf(path: PathLike | undefined): readonly string[] {
  return path ? [...pathOf(path.prev), `${String(path.key)}:${String(path.typename)}`] : [];
}

function hash(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
  return sum;
}
