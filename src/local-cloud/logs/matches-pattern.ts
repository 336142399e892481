/** A condition of a pattern: `($.message = "request")`. The only wildcard is a value of `*`, for any text. */
const CONDITION = /^\(\$\.(\w+) = "([^"]*)"\)$/;

/**
 * Returns whether a filter pattern of CloudWatch Logs matches a line. Knows patterns of texts that all must be equal:
 * `{ ($.message = "request") && ($.counted = "*") }`.
 * @throws {Error} if the pattern has another form
 */
export function matchesPattern(pattern: string, line: string): boolean {
  const [, inner] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  const conditions = (inner ?? '').split(' && ').map((text) => {
    const [, name, value] = CONDITION.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`The pattern "${pattern}" is not supported.`);
    return { name, value };
  });
  const members = membersOf(line);
  return conditions.every(({ name, value }) => {
    const member = members[name];
    return typeof member === 'string' && (value === '*' || member === value);
  });
}

function membersOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
