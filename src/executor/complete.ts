import {
  GraphQLEnumType,
  GraphQLError,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLLeafType,
  type GraphQLOutputType,
} from 'graphql';

import { type Complete, executeFields, failing, type ObjectPlan, type Site } from './plan.ts';
import { isPromise, type Path } from './run.ts';

/**
 * Returns what completes a value of a type, as `completeValue` of graphql-js does.
 * @param plan the plan of the objects; null if the values are leaves
 */
export function completeOf(type: GraphQLOutputType, site: Site, plan: ObjectPlan | null): Complete {
  if (isNonNullType(type)) return required(completeOf(type.ofType, site, plan), site);
  if (isListType(type)) return list(type.ofType, site, plan);
  if (isLeafType(type)) return leaf(type);
  return (run, value, path) => {
    if (value instanceof Error) throw value;
    if (value === null || value === undefined || !plan) return null;
    return executeFields(run, plan, value, path);
  };
}

function required(inner: Complete, { parent, definition }: Site): Complete {
  return (run, value, path) => {
    const completed = inner(run, value, path);
    if (completed === null)
      throw new Error(`Cannot return null for non-nullable field ${parent.name}.${definition.name}.`);
    return completed;
  };
}

function leaf(type: GraphQLLeafType): Complete {
  return (_run, value) => {
    if (value instanceof Error) throw value;
    if (value === null || value === undefined) return null;
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined)
      throw new Error(
        `Expected \`${type.name}.serialize(${inspected(value)})\` to return non-nullable value, returned: ${inspected(serialized)}`,
      );
    return serialized;
  };
}

function list(itemType: GraphQLOutputType, site: Site, plan: ObjectPlan | null): Complete {
  const complete = completeOf(itemType, site, plan);
  const fail = failing(site, itemType);
  const { parent, definition } = site;
  return (run, value, path) => {
    if (value instanceof Error) throw value;
    if (value === null || value === undefined) return null;
    if (!isIterable(value))
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parent.name}.${definition.name}".`,
      );
    const items: unknown[] = [];
    const member = (item: unknown, at: Path): unknown => {
      try {
        const completed = isPromise(item)
          ? item.then((resolved) => complete(run, resolved, at))
          : complete(run, item, at);
        return isPromise(completed)
          ? completed.then(undefined, (raw: unknown) => fail(run, raw, at))
          : completed;
      } catch (raw) {
        return fail(run, raw, at);
      }
    };
    try {
      for (const item of value)
        items.push(member(item, { prev: path, key: items.length, typename: undefined }));
    } catch (error) {
      handleRejections(items);
      throw error;
    }
    return items.some(isPromise) ? Promise.all(items) : items;
  };
}

/** Handles the rejections of members that are still awaited when their list is null. An unhandled one would end the process. */
function handleRejections(items: readonly unknown[]): void {
  for (const item of items) if (isPromise(item)) item.then(undefined, () => undefined);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
  );
}

/** An enum without values refuses any value, and its message prints the value as graphql-js prints it everywhere. */
const REFUSING = new GraphQLEnumType({ name: 'Any', values: {} });
const REFUSAL = 'Enum "Any" cannot represent value: ';

function inspected(value: unknown): string {
  try {
    return String(REFUSING.serialize(value));
  } catch (error) {
    return (error as Error).message.slice(REFUSAL.length);
  }
}
