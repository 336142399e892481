import type { GraphQLFormattedError } from 'graphql';

import type { Selection } from './select.ts';

/** Codes of errors that hide a field of one row from the caller. */
const HIDES: readonly unknown[] = ['FORBIDDEN', 'FEATURE_DISABLED'];

/** Returns whether an error only hides a member within the value at a place of the data. */
export function hidesMember(place: readonly (string | number)[], error: GraphQLFormattedError): boolean {
  const { path = [], extensions } = error;
  return path.length > place.length && HIDES.includes(extensions?.['code']);
}

/** Removes the member that an error made null from the data. A member of a list stays null. */
export function removeHidden(data: unknown, path: readonly (string | number)[]): void {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return;
    const container = value as Record<string | number, unknown>;
    const inner = container[step];
    if ((inner ?? null) === null) {
      if (!Array.isArray(container)) Reflect.deleteProperty(container, step);
      return;
    }
    value = inner;
  }
}

/** Returns a value as an answer shows it: its pages have `nextCursor`. */
export function shaped(value: unknown, selection: Selection): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!selection.isPage && selection.pages.size === 0) return value;
  if (Array.isArray(value)) return value.map((one) => shaped(one, selection));
  const object = value as Readonly<Record<string, unknown>>;
  if (selection.isPage) {
    const { items, nextToken, totalCount } = object;
    const inner = { ...selection, isPage: false };
    return {
      items: shaped(items, inner),
      nextCursor: nextToken ?? null,
      ...(totalCount === undefined ? {} : { total: totalCount }),
    };
  }
  return Object.fromEntries(
    Object.entries(object).map(([name, one]) => {
      const page = selection.pages.get(name);
      return [name, page ? shaped(one, page) : one];
    }),
  );
}
