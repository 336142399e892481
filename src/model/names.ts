import pluralize from 'pluralize';

/** True for a name that GraphQL takes and does not keep for itself (spec section 2.1.9). */
export function isName(text: string): boolean {
  return /^(?!__)[_A-Za-z]\w*$/.test(text);
}

/** What to say of a text that is no name. */
export const nameHint = 'Use letters, digits and "_"; do not begin with a digit or "__".';

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Joins names the peer's way: `['Project', 'tasks', 'id']` gives `projectTasksId`. */
export function camelCase(words: readonly string[]): string {
  return lowerFirst(words.map(upperFirst).join(''));
}

/** The UpperFirst plural by npm's `pluralize`, as the peer makes it: `Categories`, `People`, `ModelAS`. */
export function pluralOf(typeName: string): string {
  return pluralize(upperFirst(typeName));
}

/** The name that an `@index` without one gets, and its Query field: `tasksByProjectIdAndDue`. */
export function indexQueryName(typeName: string, fields: readonly string[]): string {
  return `${lowerFirst(pluralOf(typeName))}By${fields.map(upperFirst).join('And')}`;
}
