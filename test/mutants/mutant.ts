/** A defect in a wall: a replacement of one text in the sources, and the narrow test that must fail. */
export interface Mutant {
  readonly title: string;
  readonly file: string;
  /** A text that the file contains exactly once. */
  readonly text: string;
  readonly by: string;
  /** A test file and a pattern of its titles, or `types` if the tests of types must not compile. */
  readonly noticed: readonly [file: string, title: string] | 'types';
}

/** Returns how often a source contains the text that a mutant replaces. */
export function placesOf({ text }: Pick<Mutant, 'text'>, source: string): number {
  return source.split(text).length - 1;
}
