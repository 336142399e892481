/** A wall with a hole in it: one text of the sources replaced, and the narrow test that must notice. */
export interface Mutant {
  readonly title: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly by: string;
  /** A test file and a pattern of its titles; or `types`, for what must not compile. */
  readonly noticed: readonly [file: string, title: string] | 'types';
}
