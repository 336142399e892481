/** Rows below a heading, in columns as wide as they need to be. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return columns([heading, ...rows]);
}

/** What is known of one thing, a line each. */
export function facts(known: Readonly<Record<string, string | number | null | undefined>>): string {
  const told = Object.entries(known).filter(([, value]) => value !== null && value !== undefined);
  return columns(told.map(([name, value]) => [name, String(value)]));
}

function columns(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}
