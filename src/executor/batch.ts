import type { GraphQLResolveInfo } from 'graphql';

import type { Permit, Watch } from './direct.ts';

/** What surrounds the reads of a field that are awaited together. */
export interface BatchWatch extends Watch {
  /** Called with the number of reads that begin together, and with its negative when they end. */
  await(reads: number): void;
}

/** A read of a field for many objects. */
export interface BatchRead {
  /** Adds an object. They come in the order in which a resolver would have been called for them. */
  add(source: unknown): void;
  /** Returns the value of each object, in their order, with an error in place of one that fails. */
  values(): Promise<readonly unknown[]>;
}

/** What a document selects of a field. */
export type Selected = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/**
 * How a plan reads a field for many objects at once. A field that has it promises that its resolver does the same for one:
 * `before` of the watch, the permit, the value that `open` gives, and `after` of the watch.
 */
export interface Batch {
  /** Opens the rules of the field for one execution. Throws if the caller may read the field of no object. */
  readonly permit?: (context: unknown) => Permit;
  /** Opens the watch of the field for one execution; null if nothing watches. */
  readonly watch?: (context: unknown, key: string, selected: Selected) => BatchWatch | null;
  /** Opens the read for the objects of one level. Throws if it fails for each of them. */
  readonly open: (context: unknown) => BatchRead;
}

interface Extensions {
  readonly batch: Batch & { readonly replaces: unknown };
}

/**
 * Returns the extensions of a field that `batchOf` reads.
 * @param replaces the resolver that does the same for one object
 */
export function withBatch(replaces: unknown, batch: Batch): Extensions {
  return { batch: { ...batch, replaces } };
}

/** Returns how a plan reads a field for many objects; null if it must call the resolver, as for `directOf`. */
export function batchOf({ resolve, extensions }: Resolved): Batch | null {
  const { batch } = (extensions ?? {}) as Partial<Extensions>;
  return resolve && batch?.replaces === resolve ? batch : null;
}

/** A field of a schema, or the config of one. It takes no arguments if it is read for many objects. */
interface Resolved {
  readonly resolve?: unknown;
  readonly extensions?: unknown;
}
