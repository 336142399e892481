import { idOf, type Images } from './read-images.ts';
import type { Attributes, Write } from './read-writes.ts';

/** The item of a write. */
export type Written = Pick<Write, 'table' | 'keys'>;

/** An item with a write that has begun, and of which no answer has said how it ended. */
export interface Doubt extends Written {
  /** The item as the stream knows it; null if it is not there. */
  readonly before: Attributes | null;
}

/** The items whose writes may have been done, or may still be done, without a record in the stream. */
export interface Doubts {
  readonly has: (item: Written) => boolean;
  /** Returns images in which each item in doubt is as the stream knows it. */
  readonly known: (images: Images) => Images;
  /** Begins a write of an item. */
  readonly begin: (doubt: Doubt) => void;
  /** Ends a write without an answer. The stream has the item as `before` says. */
  readonly leave: (doubt: Doubt) => void;
  /** Ends a write with an answer. `isNoted` says whether the stream has a record of it. */
  readonly settle: (item: Written, isNoted: boolean) => void;
  /** Returns the items whose last write ended without an answer, and when, in milliseconds since 1970. */
  readonly left: () => readonly (Doubt & { readonly since: number })[];
  readonly all: () => readonly Doubt[];
}

export interface DoubtsOptions {
  /** What a process before this one left. */
  readonly left: readonly Doubt[];
  /** Keeps for a process after this one that an item is in doubt. */
  readonly onDoubt: (doubt: Doubt) => void;
  /** The same that it is no longer, if no record says so. */
  readonly onEnd: (item: Written) => void;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

export function openDoubts({ left, onDoubt, onEnd, now }: DoubtsOptions): Doubts {
  type State = Doubt & { readonly since: number | null };
  const start = now();
  const doubts = new Map(left.map((doubt): [string, State] => [idOf(doubt), { ...doubt, since: start }]));
  const set = ({ table, keys, before }: Doubt, since: number | null): void => {
    doubts.set(idOf({ table, keys }), { table, keys, before, since });
    onDoubt({ table, keys, before });
  };
  return {
    has: (item) => doubts.has(idOf(item)),
    known(images) {
      const known = new Map(images);
      for (const [id, { before }] of doubts)
        if (before) known.set(id, before);
        else known.delete(id);
      return known;
    },
    begin(doubt) {
      set(doubt, null);
    },
    leave(doubt) {
      set(doubt, now());
    },
    settle(item, isNoted) {
      doubts.delete(idOf(item));
      if (!isNoted) onEnd(item);
    },
    left: () =>
      [...doubts.values()].flatMap(({ since, ...doubt }) => (since === null ? [] : [{ ...doubt, since }])),
    all: () => [...doubts.values()].map(({ table, keys, before }) => ({ table, keys, before })),
  };
}
