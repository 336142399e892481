import { performance } from 'node:perf_hooks';
import { createContext, Script } from 'node:vm';

import { hasNestedQuantifier } from '../../model/index.ts';

/** Maximum milliseconds of one check, and of all slow checks of a pattern in a window of time. */
const ONE = 250;
const ALL = 1000;
const WINDOW = 10_000;
/** Milliseconds from which a check is slow. */
const SLOW = 5;
/** Longest text that every pattern without nested quantifiers checks at once: quadratic time is short here. */
const SHORT = 1000;

/** A pattern of the schema. */
interface Pattern {
  readonly expression: RegExp;
  readonly isNested: boolean;
  /** The window of time, and the milliseconds that slow checks took in it. */
  since: number;
  spent: number;
}

/** Patterns come from the schema, so the map stays as small as the schema. */
const patterns = new Map<string, Pattern>();
/** Checks a text in a context of its own. Made at first use, because few schemas and requests need it. */
let inContext: ((given: { readonly expression: RegExp; readonly text: string }) => boolean) | null = null;

function openContext(): NonNullable<typeof inContext> {
  const context = createContext({});
  const check = new Script('expression.test(text)');
  return (given) => check.runInContext(Object.assign(context, given), { timeout: ONE }) as boolean;
}

/**
 * Returns whether a text matches a pattern. Returns false if the check takes too long. A pattern that repeats a repeated
 * group may take hours for 40 characters, and other patterns for a long text. Only a time limit can stop them.
 */
export function matchesPattern(source: string, text: string): boolean {
  const pattern = patterns.get(source) ?? {
    expression: new RegExp(source),
    isNested: hasNestedQuantifier(source),
    since: 0,
    spent: 0,
  };
  patterns.set(source, pattern);
  const isQuick = !pattern.isNested && text.length <= SHORT;
  return isQuick ? pattern.expression.test(text) : matchesInTime(pattern, text);
}

function matchesInTime(pattern: Pattern, text: string): boolean {
  const started = performance.now();
  if (started - pattern.since > WINDOW) Object.assign(pattern, { since: started, spent: 0 });
  if (pattern.spent >= ALL) return false;
  inContext ??= openContext();
  try {
    return inContext({ expression: pattern.expression, text });
  } catch {
    return false;
  } finally {
    const took = performance.now() - started;
    if (took > SLOW) pattern.spent += took;
  }
}
