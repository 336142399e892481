import { markdown, number, type Table } from '../../infra/costs/table.ts';

/** Prints a table as Markdown, with columns of one width. */
export function print(title: string, table: Table): void {
  const widths = (table[0] ?? []).map((_, at) => Math.max(3, ...table.map((row) => (row[at] ?? '').length)));
  const padded = table.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)));
  process.stdout.write(`\n${title}\n\n${markdown(padded)}\n`);
}

/** Returns a whole number with separators: `1,234`. */
export function whole(value: number): string {
  return number(Math.round(value));
}
