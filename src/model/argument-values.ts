import type { ArgumentValues } from './directive-use.ts';

/** Wraps coerced arguments so that directives read them by type. */
export function openValues(values: unknown): ArgumentValues {
  const get = (name: string): unknown =>
    isObject(values) && Object.hasOwn(values, name) ? values[name] : undefined;
  const list = (name: string): readonly unknown[] | undefined => {
    const value = get(name);
    return Array.isArray(value) ? value : undefined;
  };
  const text = (name: string) => {
    const value = get(name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    text,
    nullableText: (name) => (get(name) === null ? null : text(name)),
    number: (name) => {
      const value = get(name);
      return typeof value === 'number' ? value : undefined;
    },
    texts: (name) => list(name)?.filter((item) => typeof item === 'string'),
    group: (name) => (isObject(get(name)) ? openValues(get(name)) : undefined),
    groups: (name) => (list(name) ?? []).filter(isObject).map(openValues),
    isNull: (name) => get(name) === null,
    flag: (name) => {
      const value = get(name);
      return typeof value === 'boolean' ? value : undefined;
    },
    wrote: (name) => isObject(values) && Object.hasOwn(values, name),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
