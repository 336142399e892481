import type { Archives } from '../store/index.ts';

/** The archives of a function whose role reaches none, because nothing that its callers ask for reads one. */
export const NO_ARCHIVES: Archives = {
  of: unreachable,
  readOf: unreachable,
  uploads: { write: unreachable, read: unreachable, list: unreachable, remove: unreachable },
};

function unreachable(): never {
  throw new Error('This function reaches no archives.');
}
