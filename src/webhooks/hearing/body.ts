import type { Json } from '../../model/index.ts';

/** What a message says, apart from the row. */
export interface Happened {
  /** `Task.updated`. */
  readonly type: string;
  /** When it happened, as ISO 8601. */
  readonly timestamp: string;
}

/** The most bytes of a body. */
const MAX_BODY = 256 * 1024;

/** Returns the body of a message; null if it is too large. */
export function bodyOf(happened: Happened, data: Json): string | null {
  const body = JSON.stringify({ ...happened, data });
  return Buffer.byteLength(body) <= MAX_BODY ? body : null;
}

/** Returns the body of a message that has the key of its row alone, because the whole row is too large. */
export function truncatedBody(happened: Happened, key: Json): string {
  return JSON.stringify({ ...happened, data: key, truncated: true });
}
