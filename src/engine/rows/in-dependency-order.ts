import { keyFields, type Model } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

/** A row and the name of its type. */
export interface TypedRow {
  readonly type: string;
  readonly row: Row;
}

/**
 * Puts rows into groups, so that no row is written before the rows that it refers to.
 * The caller writes one group after another, and the rows of a group at once. A group of several rows is a circle of
 * references.
 */
export function inDependencyOrder<Placed extends TypedRow>(
  model: Model,
  rows: readonly Placed[],
): readonly (readonly Placed[])[] {
  const places = new Map(rows.map(({ type, row }, at) => [ownId(model, type, row), at]));
  const targets = rows.map(({ type, row }) =>
    (model.models[type]?.references ?? []).flatMap(({ target, fields }) => {
      const at = places.get(idOf(target, fields, row) ?? '');
      return at === undefined ? [] : [at];
    }),
  );
  return circles(targets).map((group) => group.flatMap((at) => rows[at] ?? []));
}

/**
 * Returns the names of the types, each after the types that it refers to. Types that refer to each other are in any
 * order.
 */
export function typesInOrder({ models }: Model): readonly string[] {
  const types = Object.values(models);
  const places = new Map(types.map(({ name }, at) => [name, at]));
  const targets = types.map(({ references }) => references.flatMap(({ target }) => places.get(target) ?? []));
  return circles(targets).flatMap((group) => group.flatMap((at) => types[at]?.name ?? []));
}

function ownId(model: Model, type: string, row: Row): string | null {
  const key = model.models[type]?.key;
  return key ? idOf(type, keyFields(key), row) : null;
}

function idOf(type: string, fields: readonly string[], row: Row): string | null {
  const values = fields.map((field) => row[field] ?? null);
  return values.includes(null) ? null : JSON.stringify([type, ...values]);
}

/**
 * Returns the strongly connected components of a graph, each after those that it points to.
 * The algorithm is Tarjan's (R. Tarjan, "Depth-first search and linear graph algorithms", 1972), without recursion,
 * because a chain of rows may be longer than the stack is deep.
 */
function circles(targets: readonly (readonly number[])[]): number[][] {
  const found: number[][] = [];
  const index = new Map<number, number>();
  const low: number[] = [];
  const open: number[] = [];
  const isOpen = new Set<number>();
  for (const root of targets.keys()) {
    if (index.has(root)) continue;
    const path: { at: number; next: number }[] = [enter(root)];
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const target = targets[step.at]?.[step.next++];
      if (target === undefined) {
        path.pop();
        leave(step.at, path.at(-1)?.at);
      } else if (!index.has(target)) path.push(enter(target));
      else if (isOpen.has(target)) low[step.at] = Math.min(low[step.at] ?? 0, index.get(target) ?? 0);
    }
  }
  return found;

  function enter(at: number): { at: number; next: number } {
    low[at] = index.size;
    index.set(at, index.size);
    open.push(at);
    isOpen.add(at);
    return { at, next: 0 };
  }

  function leave(at: number, parent: number | undefined): void {
    if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[at] ?? 0);
    if (low[at] !== index.get(at)) return;
    const circle = open.splice(open.lastIndexOf(at));
    for (const member of circle) isOpen.delete(member);
    found.push(circle);
  }
}
