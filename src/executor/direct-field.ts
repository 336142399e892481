import { getNullableType, isListType } from 'graphql';

import type { Direct } from './direct.ts';
import { type Complete, failing, type PlannedField, type Site } from './plan.ts';
import { argumentsOf, infoOf } from './resolved-field.ts';
import { isPromise, type Opened, type Path, type Run } from './run.ts';

/**
 * Returns what reads a field of leaves from its object. It makes no arguments, no info and no path, unless the value is a
 * method, a list or a promise, or the field fails. The rules and the watch are opened once in an execution and called for each object.
 */
export function directField(
  site: Site,
  direct: Direct,
  number: number,
  complete: Complete,
): PlannedField['execute'] {
  const { key, parent, definition } = site;
  const { name, type } = definition;
  const isList = isListType(getNullableType(type));
  const fail = failing(site, type);
  const pathOf = (prev: Path | undefined): Path => ({ prev, key, typename: parent.name });

  const read = (run: Run, opened: Opened, source: unknown, prev: Path | undefined): unknown => {
    if (direct.permit) (opened.permit ??= direct.permit(run.context))(source);
    if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
    const object = source as Readonly<Record<string, unknown>>;
    const value = object[name];
    if (typeof value !== 'function') return value;
    const method = object[name] as (...given: readonly unknown[]) => unknown;
    return method.call(source, argumentsOf(site, run), run.context, infoOf(site, run, pathOf(prev)));
  };

  const watched = (run: Run, opened: Opened, source: unknown, prev: Path | undefined): unknown => {
    const { watch } = opened;
    if (!watch) return read(run, opened, source, prev);
    if (!watch.before()) return null;
    try {
      return watch.after(read(run, opened, source, prev));
    } catch (error) {
      watch.failed();
      throw error;
    }
  };

  return (run, source, prev) => {
    const opened = (run.opened[number] ??= {
      permit: null,
      watch: direct.watch?.(run.context, key) ?? null,
    });
    try {
      const value = watched(run, opened, source, prev);
      if (!isList && !isPromise(value)) {
        // A leaf completes at once and needs no path.
        const leaf = complete(run, value, NOWHERE);
        if (!isPromise(leaf)) return leaf;
        const at = pathOf(prev);
        return leaf.then(undefined, (raw: unknown) => fail(run, raw, at));
      }
      const path = pathOf(prev);
      const completed = isPromise(value)
        ? value.then((resolved) => complete(run, resolved, path))
        : complete(run, value, path);
      return isPromise(completed)
        ? completed.then(undefined, (raw: unknown) => fail(run, raw, path))
        : completed;
    } catch (raw) {
      return fail(run, raw, pathOf(prev));
    }
  };
}

const NOWHERE: Path = { prev: undefined, key: '', typename: undefined };
