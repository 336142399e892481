/** A rule for a value of an event: the value itself, what it begins or ends with, or a text with `*` for any run of characters. */
type Rule = string | { readonly prefix?: string; readonly suffix?: string; readonly wildcard?: string };
/** A pattern of Lambda's filters and of EventBridge's rules: rules for values, in the shape of the event. */
export interface Pattern {
  readonly [name: string]: Pattern | readonly Rule[];
}

/** Returns whether an event passes a filter (AWS Lambda Developer Guide, "Filter rule syntax"). */
export function matchesEvent(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, inner]) => {
    const value = (event as Readonly<Record<string, unknown>> | undefined)?.[name];
    return isRules(inner) ? inner.some((rule) => holds(rule, value)) : matchesEvent(inner, value);
  });
}

function isRules(inner: Pattern | readonly Rule[]): inner is readonly Rule[] {
  return Array.isArray(inner);
}

function holds(rule: Rule, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (typeof rule === 'string') return value === rule;
  const { prefix, suffix, wildcard, ...unknown } = rule;
  if (Object.keys(unknown).length > 0) throw new Error(`The test does not know ${JSON.stringify(unknown)}.`);
  const pieces = wildcard?.split('*').map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return (
    value.startsWith(prefix ?? '') &&
    value.endsWith(suffix ?? '') &&
    (pieces === undefined || new RegExp(`^${pieces.join('.*')}$`, 's').test(value))
  );
}
