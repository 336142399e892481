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

type Context = Readonly<Record<string, string | readonly string[]>>;

/**
 * Returns whether a text matches a value of a policy. `*` and `?` are wildcards. `${key}` is the value of a context key, which
 * is plain text without wildcards. `${*}`, `${?}` and `${$}` are the characters themselves. A value with a variable that
 * has no single value matches nothing (IAM User Guide, "Policy variables").
 */
export function matchPattern(pattern: string, context: Context, text: string): boolean {
  const { parts, matches } = templateOf(pattern);
  if (matches) return matches(text);
  const pieces = filled(parts, context);
  return pieces !== null && matcherOf(pieces)(text);
}

/**
 * Returns a value of a policy as plain text, because `StringEquals` has no wildcards. Returns null if a variable has no single
 * value.
 */
export function literalOf(pattern: string, context: Context): string | null {
  const { parts, literal } = templateOf(pattern);
  if (literal !== null) return literal;
  const pieces = filled(parts, context);
  return pieces && textOf(pieces);
}

/** A parsed value of a policy. It is matched at once if it has no variables. */
interface Template {
  readonly parts: readonly (Piece | { readonly variable: string })[];
  readonly matches: Matcher | null;
  readonly literal: string | null;
}
type Matcher = (text: string) => boolean;

/** The values of the policies in use: each call is compared with dozens. */
const templates = new Map<string, Template>();
const MAX_TEMPLATES = 10_000;

function templateOf(pattern: string): Template {
  const known = templates.get(pattern);
  if (known) return known;
  const parts = [...pattern.matchAll(/\$\{([^}]*)\}|\*|\?|[^*?$]+|\$/g)].map(
    ([part, variable]): Template['parts'][number] => {
      if (variable !== undefined) return /^[*?$]$/.test(variable) ? { text: variable } : { variable };
      if (part === '*') return 'any run';
      return part === '?' ? 'any one' : { text: part };
    },
  );
  const hasVariable = parts.some((part) => typeof part === 'object' && 'variable' in part);
  const pieces = hasVariable ? null : filled(parts, {});
  const template = {
    parts,
    matches: pieces && matcherOf(pieces),
    literal: pieces && textOf(pieces),
  };
  if (templates.size >= MAX_TEMPLATES) templates.clear();
  templates.set(pattern, template);
  return template;
}

/** Fills the variables in. Returns null if one has no single value. */
function filled(parts: Template['parts'], context: Context): readonly Piece[] | null {
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (typeof part === 'string' || 'text' in part) pieces.push(part);
    else {
      const value = contextValue(context, part.variable);
      if (typeof value !== 'string') return null;
      pieces.push({ text: value });
    }
  }
  return pieces;
}

function matcherOf(pieces: readonly Piece[]): Matcher {
  const isText = (piece: Piece): boolean => typeof piece === 'object';
  // Most values are plain text, or plain text and then a wildcard.
  if (pieces.every(isText)) {
    const whole = textOf(pieces);
    return (text) => text === whole;
  }
  const before = pieces.slice(0, -1);
  if (pieces.at(-1) === 'any run' && before.every(isText)) {
    const prefix = textOf(before);
    return (text) => text.startsWith(prefix);
  }
  const source = pieces.map((piece) => {
    if (piece === 'any run') return '[^]*';
    return piece === 'any one' ? '[^]' : escape(piece.text);
  });
  const expression = new RegExp(`^${source.join('')}$`, 'u');
  return (text) => expression.test(text);
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece === 'any run' ? '*' : piece === 'any one' ? '?' : piece.text)).join('');
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
