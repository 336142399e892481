import type { ModelType } from '../../../model/index.ts';
import type { Scope } from '../../../tenant/index.ts';
import { canonical } from '../../port/canonical.ts';
import { newId } from '../../port/new-id.ts';
import { putItems } from '../driver/batches.ts';
import { MOVED, RETIRED, SK } from '../keys/keys.ts';
import { setCount } from '../counts/late-counters.ts';
import { partPage, type Part, type PartPage } from '../commands/part-page.ts';
import { withRetry } from '../driver/with-retry.ts';
import type { Item, Send } from '../driver/send.ts';

/**
 * A run of items of a part: their number, and the sort key after which the next run begins (null at the end).
 */
export interface Run {
  readonly items: number;
  /** How many of them are rows that readers see. Only a comparison counts them. */
  readonly rows?: number;
  readonly after: string | null;
}

/**
 * A copier of all items of one tenant from one table into another, unchanged: with index keys and times to
 * live. It marks what subscribers could see, so that a move sends them nothing.
 */
export interface TableCopier {
  /** Puts up to `limit` items of a part into the other table, in place of what is there under their keys. */
  copy(part: Part, after: string | null, limit: number): Promise<Run>;
  /** Looks at a run of items, up to `limit`, as last written: null when the tables differ in any of them. */
  compare(part: Part, after: string | null, limit: number): Promise<Run | null>;
  /**
   * Sets the counter of a type in the other table to its rows at the end of a second since 1970. The consumer of changes ignores the
   * records of that second and of all before. A type without rows and counter gets none.
   * @throws {Refusal} CONFLICT if other processes write the counter each time
   */
  setCount(type: ModelType, rows: number, second: number): Promise<void>;
}

/**
 * Opens the copier of the scope's tenant between two tables.
 * @example
 * ```ts
 * const copier = openTableCopier(scope, { from: oldSend, to: newSend });
 * const { after } = await copier.copy({ type: 'Task', number: 3 }, null, 500);
 * ```
 */
export function openTableCopier(
  scope: Scope,
  tables: { readonly from: Send; readonly to: Send },
): TableCopier {
  const from = withRetry(tables.from);
  const to = withRetry(tables.to);
  const mark = newId();
  return {
    async copy(part, after, limit) {
      const page = await partPage(scope.tenantId, part, from, { after, limit });
      const isSeen = 'type' in part || ('side' in part && part.side === 'EVENT');
      await putItems(isSeen ? page.items.map((item) => marked(item, mark)) : page.items, to);
      return { items: page.items.length, after: page.after };
    },
    async compare(part, after, limit) {
      const [one, other] = await Promise.all(
        [from, to].map((send) => partPage(scope.tenantId, part, send, { after, limit })),
      );
      return one && other ? compareTo(part, shorter(one, other), one, other) : null;
    },
    setCount: (type, rows, second) => setCount(scope.tenantId, type, { rows, second }, to),
  };
}

/** Bytes of an item as JSON that surely has room for a mark: DynamoDB takes 400 KB. */
const ROOM = 390_000;

/** Marks an item. One without room is moved as it is; its subscribers see a row too many, and no move fails. */
function marked(item: Item, mark: string): Item {
  const hasRoom = Buffer.byteLength(JSON.stringify(item)) <= ROOM;
  return hasRoom ? { ...item, [MOVED]: mark } : unmarked(item);
}

function unmarked({ [MOVED]: _, ...item }: Item): Item {
  return item;
}

/**
 * Returns the sort key up to which both pages are complete, or null if both have ended. DynamoDB may end
 * either early.
 */
function shorter({ after: one }: PartPage, { after: other }: PartPage): string | null {
  if (one === null || other === null) return one ?? other;
  return isBefore(one, other) ? one : other;
}

function compareTo(part: Part, after: string | null, one: PartPage, other: PartPage): Run | null {
  const within = one.items.filter((item) => isWithin(item, after));
  const [mine, its] = [within, other.items.filter((item) => isWithin(item, after))].map((items) =>
    items.map(unmarked).map(canonical),
  );
  if (!mine || !its || mine.length !== its.length) return null;
  if (!mine.every((text, at) => text === its[at])) return null;
  return { items: mine.length, rows: visibleRows(part, within), after };
}

/** Counts the rows that readers see. A job still deletes the others. */
function visibleRows(part: Part, items: readonly Item[]): number {
  return 'type' in part ? items.filter((item) => !(RETIRED in item)).length : 0;
}

function isWithin({ [SK]: key }: Item, last: string | null): boolean {
  return last === null || (typeof key === 'string' && !isBefore(last, key));
}

/** Strings are sorted by their bytes (Amazon DynamoDB Developer Guide, "Working with items and attributes"). */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}
