/**
 * Returns whether a regular expression repeats a group that itself repeats without a bound: `(a+)+`. Such a pattern may
 * need exponential time for a text that does not match.
 */
export function hasNestedQuantifier(pattern: string): boolean {
  /** For each open group, whether it holds a quantifier without a bound. */
  const groups: boolean[] = [false];
  let closed = false;
  for (const [token] of pattern.matchAll(TOKENS)) {
    if (token === '(') groups.push(false);
    if (UNBOUNDED.test(token)) {
      if (closed) return true;
      groups[groups.length - 1] = true;
    }
    closed = false;
    if (token !== ')') continue;
    closed = groups.pop() ?? false;
    if (closed) groups[groups.length - 1] = true;
  }
  return false;
}

/** An escape, a class of characters, a counted quantifier, or one character. */
const TOKENS = /\\[^]|\[(?:\\[^]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|[^]/g;
const UNBOUNDED = /^(?:[*+]|\{\d+,\})$/;
