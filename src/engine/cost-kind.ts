import type { GraphQLField } from 'graphql';

/** How the cost of a field is estimated. A field without a kind is a property of its object. */
export type CostKind =
  /** A read of one row: in a call that it shares with other rows, or by a query of its own. */
  | { readonly is: 'row'; readonly byQuery?: boolean }
  /** Reads of at most so many files, in a call that they share with others. */
  | { readonly is: 'files'; readonly most: number }
  /** A read of a page of rows. It has at most `limit` rows if the query has no `limit`. */
  | { readonly is: 'page'; readonly limit: number }
  /** A count of rows. */
  | { readonly is: 'count' }
  /** The rows of a page, and the number of rows of the whole list. */
  | { readonly is: 'items' }
  | { readonly is: 'total' }
  | { readonly is: 'write' }
  /** A write for each member of `input`. */
  | { readonly is: 'batch' }
  /** A resolver of the application, with any cost. */
  | { readonly is: 'custom' };

interface Worked {
  readonly extensions: { readonly work: CostKind };
}

/** Returns the part of a field config that `costKindOf` reads. */
export function withCostKind(work: CostKind): Worked {
  return { extensions: { work } };
}

/** Returns how the cost of a field of a compiled schema is estimated; null for a property of its object. */
export function costKindOf(field: Pick<GraphQLField<unknown, unknown>, 'extensions'>): CostKind | null {
  return (field.extensions as Partial<Worked['extensions']>).work ?? null;
}
