import { isDeepStrictEqual } from 'node:util';

import { UsageError } from '../../app/index.ts';
import { listOf } from './isolation.ts';
import { Skipped } from './report.ts';
import type { RowType } from './rows.ts';
import type { Target } from './target.ts';
import { dataOf } from './tenants-api.ts';

/** Two rows of a type, and the cursor after the first that a list shows. */
export interface Made {
  readonly type: RowType;
  readonly rows: readonly string[];
  readonly cursor: string;
}

/**
 * Makes two rows of the first type of which the user may make one, and lists them.
 * @throws {Skipped} if the API refuses a row of each type
 * @throws {UsageError} if a list does not show the rows
 */
export async function makeRows(target: Target, token: string, types: readonly RowType[]): Promise<Made> {
  const refusals: string[] = [];
  for (const type of types) {
    const first = await create(target, token, type);
    if ('refused' in first) {
      refusals.push(`${type.name}: ${first.refused}`);
      continue;
    }
    const second = await create(target, token, type);
    if ('refused' in second) throw new UsageError(`A second ${type.name} is refused: ${second.refused}`);
    const rows = [first.id, second.id];
    return { type, rows, cursor: await cursorOf(target, token, { type, rows }) };
  }
  throw new Skipped(
    types.length === 0
      ? 'The schema has no type with rows that refer to no other row.'
      : `The owner of a tenant may make no row: ${refusals.join('; ')}`,
  );
}

type Created = { readonly id: string } | { readonly refused: string };

/** Creates a row. @throws {UsageError} if the API fails, instead of refusing it */
async function create({ api }: Target, token: string, type: RowType): Promise<Created> {
  const query = `mutation ($input: ${type.input}!) { row: ${type.create}(input: $input) { id } }`;
  const reply = await api.ask({ token }, query, { input: type.row() });
  const [error] = reply.errors ?? [];
  const code = error?.extensions?.code ?? '';
  if (error && REFUSALS.has(code)) return { refused: `${code}, ${error.message}` };
  const { row } = dataOf(reply, api.url) as { row: { id: string } };
  return row;
}

/** The codes by which an app refuses the sample of a row, and no fault of the stage does. */
const REFUSALS: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'FEATURE_DISABLED',
  'VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'INVALID_ARGUMENTS',
]);

/** Reads the rows page by page, one row each. Returns the cursor after the first page. */
async function cursorOf(
  { api }: Target,
  token: string,
  { type, rows }: Pick<Made, 'type' | 'rows'>,
): Promise<string> {
  const pageAt = async (nextToken: string | null): Promise<Page> =>
    (dataOf(await api.ask({ token }, listOf(type), { nextToken }), api.url) as { page: Page }).page;
  const first = await pageAt(null);
  const second = first.nextToken === null ? null : await pageAt(first.nextToken);
  const seen = [...first.items, ...(second?.items ?? [])].map(({ id }) => id);
  if (first.nextToken === null || !isDeepStrictEqual([...seen].sort(), [...rows].sort()))
    throw new UsageError(
      `${type.list} shows ${JSON.stringify(seen)} in place of the rows ${JSON.stringify(rows)}.`,
    );
  return first.nextToken;
}

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly nextToken: string | null;
}
