import {
  defaultFieldResolver,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

import { costKindOf } from '../../engine/index.ts';
import {
  batchOf,
  directOf,
  withBatch,
  withDirect,
  type BatchWatch,
  type Selected,
  type Watch,
} from '../../executor/index.ts';

import type { Work } from './work.ts';
import { priceOf, type Given, type Price } from './weights.ts';

/** The part of a request's context that counts its work. Contexts without it are not counted. */
interface Working {
  readonly work?: Work;
}

/** Lets every resolver of a compiled schema count its work, in place. Returns the schema. */
export function countWork(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = counted(schema, type, field);
      field.extensions = {
        ...field.extensions,
        ...countedDirect(schema, type, field, resolve),
        ...countedBatch(schema, type, field, resolve),
      };
      field.resolve = resolve;
    }
  }
  return schema;
}

function counted(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): GraphQLFieldResolver<unknown, unknown> {
  const resolve = field.resolve ?? defaultFieldResolver;
  const isLeaf = isLeafType(getNamedType(field.type));
  const isRequired = isNonNullType(field.type);
  const isMutation = parent === schema.getMutationType();
  const price = (source: unknown, args: Readonly<Record<string, unknown>>): Price =>
    priceOf(schema, parent, field, givenOf(args), { size: 1, filtered: isFiltered(source) });
  const isStored = isLeaf && !field.resolve;
  const isFree = isLeaf && price(null, {}).base === 0;

  return (source, args: Record<string, unknown>, context, info) => {
    const { work } = context as Working;
    if (!work) return resolve(source, args, context, info);
    // The answer is already decided. An error for each further field would cost more than the field.
    if (work.over && !isRequired) return null;
    if (work.over && isStored) return resolve(source, args, context, info);
    const { base, each, calls } = isFree ? FREE : price(source, args);
    work.beginField(info.path.key, base, calls);
    const finish = (value: unknown): unknown => {
      if (work.over && !isRequired) return null;
      if (isLeaf) work.addBytes(sizeOf(value));
      else if (each > 0) countObjects(work, each, value, breadthOf(info));
      if (isMutation) work.written.push(String(info.path.key));
      return value;
    };
    const before = work.changes;
    const fail = (error: unknown): never => {
      work.addError();
      if (isMutation && work.changes > before) work.cutOff.push(String(info.path.key));
      throw error;
    };
    try {
      const value: unknown = resolve(source, args, context, info);
      return isPromise(value) ? whenDone(work, value, finish, fail) : finish(value);
    } catch (error) {
      return fail(error);
    }
  };
}

/** Returns how a plan counts a property of an object, as `counted` does. Other fields are counted by their resolver. */
function countedDirect(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  replaces: GraphQLFieldResolver<unknown, unknown>,
): ReturnType<typeof withDirect> | null {
  const direct = directOf(field);
  const isFree = isLeafType(getNamedType(field.type)) && costKindOf(field) === null;
  if (!direct || !isFree || parent === schema.getMutationType()) return null;
  const isRequired = isNonNullType(field.type);
  const isStored = !field.resolve;
  const watch = (context: unknown, key: string): Watch | null => {
    const { work } = context as Working;
    if (!work) return null;
    const finish = (value: unknown): unknown => {
      if (work.over && !isRequired) return null;
      work.addBytes(sizeOf(value));
      return value;
    };
    const fail = (error: unknown): never => {
      work.addError();
      throw error;
    };
    return {
      before: () => {
        if (work.over && !isRequired) return false;
        if (!(work.over && isStored)) work.beginField(key, 0, 0);
        return true;
      },
      after: (value) => (isPromise(value) ? whenDone(work, value, finish, fail) : finish(value)),
      failed: () => {
        work.addError();
      },
    };
  };
  return withDirect(replaces, { ...direct, watch });
}

/** Returns how a plan counts the objects of a field that it reads together, as `counted` does. */
function countedBatch(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  replaces: GraphQLFieldResolver<unknown, unknown>,
): ReturnType<typeof withBatch> | null {
  const batch = batchOf(field);
  if (!batch) return null;
  const isRequired = isNonNullType(field.type);
  const watch = (context: unknown, key: string, selected: Selected): BatchWatch | null => {
    const { work } = context as Working;
    if (!work) return null;
    const { base, each, calls } = priceOf(schema, parent, field, givenOf({}), { size: 1, filtered: false });
    const breadth = breadthOf(selected);
    return {
      before: () => {
        if (work.over && !isRequired) return false;
        work.beginField(key, base, calls);
        return true;
      },
      await: (reads) => {
        work.pending += reads;
      },
      after: (value) => {
        if (work.over && !isRequired) return null;
        if (each > 0) countObjects(work, each, value, breadth);
        return value;
      },
      failed: () => {
        work.addError();
      },
    };
  };
  return withBatch(replaces, { ...batch, watch });
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

const FREE = { base: 0, each: 0, calls: 0 };

async function whenDone(
  work: Work,
  value: PromiseLike<unknown>,
  finish: (value: unknown) => unknown,
  fail: (error: unknown) => never,
): Promise<unknown> {
  work.pending += 1;
  try {
    return finish(await value);
  } catch (error) {
    return fail(error);
  } finally {
    work.pending -= 1;
  }
}

function countObjects(work: Work, each: number, value: unknown, fieldsOfEach: number): void {
  const count = Array.isArray(value)
    ? value.filter((one) => (one ?? null) !== null).length
    : Number((value ?? null) !== null);
  work.addObjects(count, count * each, fieldsOfEach);
}

/** The breadths of selections that documents in use have. */
const breadths = new WeakMap<readonly FieldNode[], number>();

/** Returns how many fields a document selects of each object of a field. */
function breadthOf({ fieldNodes, fragments }: Selected): number {
  const known = breadths.get(fieldNodes);
  if (known !== undefined) return known;
  const count = (set: SelectionSetNode | undefined): number =>
    (set?.selections ?? []).reduce((total, node) => {
      if (node.kind === Kind.FIELD) return total + 1;
      const named = node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value] : node;
      return total + count(named?.selectionSet);
    }, 0);
  const breadth = fieldNodes.reduce((total, { selectionSet }) => total + count(selectionSet), 0);
  breadths.set(fieldNodes, breadth);
  return breadth;
}

/** Returns whether a page is filtered; its total then costs more. */
function isFiltered(source: unknown): boolean {
  return typeof source === 'object' && source !== null && 'filtered' in source && source.filtered === true;
}

function givenOf(args: Readonly<Record<string, unknown>>): Given {
  return {
    integer: (name) => (typeof args[name] === 'number' ? args[name] : undefined),
    isGiven: (name) => (args[name] ?? null) !== null,
    members: (name) => (Array.isArray(args[name]) ? args[name].length : 1),
  };
}

/** Returns the approximate bytes of a value in the answer. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 5;
  const inner: unknown[] = Array.isArray(value) ? value : Object.entries(value).flat();
  return inner.reduce<number>((total, one) => total + sizeOf(one) + 3, 2);
}
