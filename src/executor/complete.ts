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
import { isPromise, type Path, type Run } from './run.ts';
import { awaitable, awaited, Unfinished } from './wave.ts';

type Fail = ReturnType<typeof failing>;

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
    let first = null as Unfinished | null;
    const member = (item: unknown, at: Path): unknown => {
      try {
        const completed = isPromise(item)
          ? item.then((resolved) => awaitable(complete(run, resolved, at)))
          : complete(run, item, at);
        if (completed instanceof Unfinished) {
          first ??= completed;
          return completed;
        }
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
      handleRejections(items.map((item) => awaitedMember(run, item, fail)));
      throw error;
    }
    const awaits = items.some(isPromise);
    if (!first) return awaits ? Promise.all(items) : items;
    if (awaits) return Promise.all(items.map((item) => awaitedMember(run, item, fail)));
    return finishedMembers(run, first, items, fail);
  };
}

/** Returns what is awaited in place of a member that is unfinished, and any other member as it is. */
function awaitedMember(run: Run, item: unknown, fail: Fail): unknown {
  if (!(item instanceof Unfinished)) return item;
  return awaited(item.answer, item.slots).then(undefined, (raw: unknown) => fail(run, raw, placeOf(item)));
}

/** Returns a list whose only missing values are those of a wave. `first` is its first member that misses one. */
function finishedMembers(
  run: Run,
  { slots: [first] }: Unfinished,
  items: readonly unknown[],
  fail: Fail,
): Promise<unknown> {
  const finish = (item: unknown): unknown => {
    if (!(item instanceof Unfinished)) return item;
    const whole = item.finish();
    return isPromise(whole) ? whole.then(undefined, (raw: unknown) => fail(run, raw, placeOf(item))) : whole;
  };
  return new Promise((resolve) => {
    first.after = () => {
      const members = items.map(finish);
      resolve(members.some(isPromise) ? Promise.all(members) : members);
    };
  });
}

/** Returns the place of a member of a list: that around its first missing value. */
function placeOf({ slots: [{ path }] }: Unfinished): Path {
  return path.prev ?? path;
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
