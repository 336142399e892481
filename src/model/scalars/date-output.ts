/** Returns the text of a `Date` that a resolver returned, as `toISOString` prints it; any other value unchanged. */
export function dateOutput(value: unknown): unknown {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value;
}
