/** Returns the entry of a record, or undefined. Ignores names that every object inherits, such as `constructor`. */
export function lookUp<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
