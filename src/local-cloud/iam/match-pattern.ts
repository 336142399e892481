/** A piece of a pattern: plain text, any run of characters, or any one character. */
type Piece = { readonly text: string } | 'any run' | 'any one';

/** Returns a context value by its key, ignoring case (IAM User Guide, "Condition"). */
export function contextValue<Value>(
  context: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  const wanted = key.toLowerCase();
  return Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/**
 * Parses a value of a policy. `*` and `?` are wildcards. `${key}` is the value of a context key, which is
 * plain text without wildcards. `${*}`, `${?}` and `${$}` are the characters themselves. Returns null if a
 * variable has no single value: then the value matches nothing (IAM User Guide, "Policy variables").
 */
export function readPattern(
  text: string,
  context: Readonly<Record<string, string | readonly string[]>>,
): readonly Piece[] | null {
  const pieces: Piece[] = [];
  const parts = text.matchAll(/\$\{([^}]*)\}|\*|\?|[^*?$]+|\$/g);
  for (const [part, variable] of parts) {
    if (variable !== undefined) {
      const value = '*?$'.includes(variable) && variable !== '' ? variable : contextValue(context, variable);
      if (typeof value !== 'string') return null;
      pieces.push({ text: value });
    } else if (part === '*') pieces.push('any run');
    else if (part === '?') pieces.push('any one');
    else pieces.push({ text: part });
  }
  return pieces;
}

/** Returns whether a whole text matches the pattern. */
export function matchPieces(pieces: readonly Piece[], text: string): boolean {
  // Most patterns are plain text, and each call is compared with dozens.
  if (pieces.every((piece) => typeof piece === 'object')) return literalOf(pieces) === text;
  const source = pieces.map((piece) => {
    if (piece === 'any run') return '[^]*';
    return piece === 'any one' ? '[^]' : escape(piece.text);
  });
  return new RegExp(`^${source.join('')}$`, 'u').test(text);
}

/** Returns a pattern as plain text: `StringEquals` has no wildcards. */
export function literalOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece === 'any run' ? '*' : piece === 'any one' ? '?' : piece.text)).join('');
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
