import type { GraphQLField } from 'graphql';

/** Checks whether the caller may read a field of an object. Throws if not. */
export type Permit = (source: unknown) => void;

/** What surrounds each read of a field. */
export interface Watch {
  /** Called before a read. Returns false if the field is null without one. May throw. */
  before(): boolean;
  /** Gets the value and returns what the answer has in its place. May throw. */
  after(value: unknown): unknown;
  /** Called if the read or `after` throws. */
  failed(): void;
}

/**
 * How a plan reads a field of leaves without its resolver. A field that has it promises that its resolver does the same:
 * `before` of the watch, the permit, the default resolver of graphql-js, and `after` of the watch.
 */
export interface Direct {
  /** Opens the rules of the field for one execution. Throws if the caller may read the field of no object. */
  readonly permit?: (context: unknown) => Permit;
  /** Opens the watch of the field for one execution; null if nothing watches. */
  readonly watch?: (context: unknown, key: string) => Watch | null;
}

interface Extensions {
  readonly direct: Direct & { readonly replaces: unknown };
}

/**
 * Returns the extensions of a field that `directOf` reads.
 * @param replaces the resolver that does the same
 */
export function withDirect(replaces: unknown, direct: Direct): Extensions {
  return { direct: { ...direct, replaces } };
}

/**
 * Returns how a plan reads a field; null if it must call the resolver. A resolver that something wrapped is called, because the
 * wrapper may hold a rule.
 */
export function directOf({
  resolve,
  extensions,
}: Pick<GraphQLField<unknown, unknown>, 'resolve' | 'extensions'>): Direct | null {
  if (!resolve) return NOTHING;
  const { direct } = extensions as Partial<Extensions>;
  return direct?.replaces === resolve ? direct : null;
}

const NOTHING: Direct = {};
