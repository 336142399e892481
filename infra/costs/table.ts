import prices from './prices.json';

export type Priced = keyof typeof prices.usd;

/** A table of a page: its head and its rows. */
export type Table = readonly (readonly string[])[];

/** Returns the list price of one unit, in US dollars. */
export function price(of: Priced): number {
  return prices.usd[of].usd;
}

/** Returns a link to AWS's page of a price. */
export function priceLink(text: string, of: Priced): string {
  return `[${text}](${prices.usd[of].page})`;
}

/** Returns an amount with cents: `1,234.50`. */
export function dollars(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Returns a number without digits that say nothing: `2,592,000`, `1.7275`. */
export function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 10 });
}

/** Returns a table as Markdown, not aligned. */
export function markdown([head = [], ...rows]: Table): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * Writes tables into a page, each between `<!-- NAME -->` and `<!-- /NAME -->`.
 * @throws {Error} if the page lacks a place
 */
export function withTables(page: string, tables: Readonly<Record<string, Table>>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const place = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
    if (!place.test(text)) throw new Error(`The page has no place for the table "${name}".`);
    return text.replace(place, (_, from: string, to: string) => `${from}\n\n${markdown(table)}\n\n${to}`);
  }, page);
}

/** Returns the cells of the table in a place of a page, without the line under the head. */
export function tableIn(page: string, name: string): Table {
  const [, text = ''] = new RegExp(`<!-- ${name} -->([^]*?)<!-- /${name} -->`).exec(page) ?? [];
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return cells.filter((_, at) => at !== 1);
}
