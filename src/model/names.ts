import pluralize from 'pluralize';

/** Returns whether a text is a name that GraphQL allows and does not reserve (spec section 2.1.9). */
export function isName(text: string): boolean {
  return /^(?!__)[_A-Za-z]\w*$/.test(text);
}

/**
 * Returns whether every JavaScript object has a property of this name, such as `constructor` or `toString`. Leaves out
 * names that GraphQL reserves, such as `__proto__`.
 */
export function isInheritedName(name: string): boolean {
  return name in Object.prototype && !name.startsWith('__');
}

/** Returns whether a type is one of the three whose fields an operation begins with. */
export function isRootName(name: string): boolean {
  return name === 'Query' || name === 'Mutation' || name === 'Subscription';
}

/** The hint for a text that is not a name. */
export const nameHint = 'Use letters, digits and "_"; do not begin with a digit or "__".';

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Joins names as Amplify does: `['Project', 'tasks', 'id']` gives `projectTasksId`. */
export function camelCase(words: readonly string[]): string {
  return lowerFirst(words.map(upperFirst).join(''));
}

/**
 * Returns the plural with an upper-case first letter by npm's `pluralize`, as Amplify does: `Categories`, `People`,
 * `ModelAS`.
 */
export function pluralOf(typeName: string): string {
  return pluralize(upperFirst(typeName));
}

/** Returns the name of an `@index` without one, and of its Query field: `tasksByProjectIdAndDue`. */
export function indexQueryName(typeName: string, fields: readonly string[]): string {
  return `${lowerFirst(pluralOf(typeName))}By${fields.map(upperFirst).join('And')}`;
}
