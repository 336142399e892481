import type { Json } from './model.ts';

/** The mark between the two parts of a stored owner: the user id, and the name that clients see. */
const MARK = '::';

/** A stored owner in its two parts. */
export interface OwnerParts {
  /** The user id, by which owners are compared. Empty if no member had the name when the row was migrated. */
  readonly userId: string;
  /** The name that clients see. */
  readonly name: string;
}

/**
 * Returns the parts of a stored owner: `5f1c…` and `alice` of `5f1c…::alice`.
 * The first mark divides them, because a user id contains none and a name may contain several. A value without a mark
 * is both.
 */
export function ownerParts(stored: string): OwnerParts {
  const at = stored.indexOf(MARK);
  return at < 0
    ? { userId: stored, name: stored }
    : { userId: stored.slice(0, at), name: stored.slice(at + MARK.length) };
}

/** Returns whether a value is a user id with a name, and not a name alone. */
export function hasOwnerParts(value: string): boolean {
  return value.includes(MARK);
}

/** Returns a user id with a name, as a row stores it. */
export function ownerValue({ userId, name }: OwnerParts): string {
  return `${userId}${MARK}${name}`;
}

/** Returns what a client sees of a stored owner, or of a list of them: `alice` of `5f1c…::alice`. */
export function shownOwner(stored: Json): Json {
  if (typeof stored === 'string') return ownerParts(stored).name;
  return Array.isArray(stored) ? stored.map(shownOwner) : stored;
}
