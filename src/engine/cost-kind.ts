import type { GraphQLField } from 'graphql';

/** What it takes to answer a field, for whoever has to weigh it. A field without any is a property of its object. */
export type CostKind =
  /** One row. */
  | { readonly is: 'row' }
  /** A page of rows: at most `limit` of them when no argument of that name says otherwise. */
  | { readonly is: 'page'; readonly limit: number }
  /** How many rows there are. */
  | { readonly is: 'count' }
  /** The rows of a page, and how many the whole list has. */
  | { readonly is: 'items' }
  | { readonly is: 'total' }
  | { readonly is: 'write' }
  /** As many writes as `input` has members. */
  | { readonly is: 'batch' }
  /** Whatever a resolver written by hand does. */
  | { readonly is: 'custom' };

interface Worked {
  readonly extensions: { readonly work: CostKind };
}

/** What a field config holds so that `workOf` finds it. */
export function withCostKind(work: CostKind): Worked {
  return { extensions: { work } };
}

/** What it takes to answer a field of a compiled schema; null for a property of its object. */
export function costKindOf(field: Pick<GraphQLField<unknown, unknown>, 'extensions'>): CostKind | null {
  return (field.extensions as Partial<Worked['extensions']>).work ?? null;
}
