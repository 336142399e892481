import { Refusal } from '../tenant/index.ts';
import type { Cursors, ListPage } from '../store/index.ts';

/** The arguments of a list of the platform. */
export interface PageArguments {
  readonly limit?: number | null;
  readonly nextToken?: string | null;
}

export interface Connection<Record> {
  readonly items: readonly Record[];
  readonly nextToken: string | null;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/**
 * Returns a page of a list. `belonging` names the list and its tenant: `nextToken` of another list or tenant
 * is refused.
 * @throws {Refusal} INVALID_ARGUMENTS if the limit is out of bounds, INVALID_CURSOR
 */
export async function readConnection<Record>(
  cursors: Cursors,
  belonging: readonly string[],
  { limit, nextToken }: PageArguments,
  read: (page: { readonly limit: number; readonly after: string | null }) => Promise<ListPage<Record>>,
): Promise<Connection<Record>> {
  const wanted = limit ?? DEFAULT_LIMIT;
  if (wanted < 1 || wanted > MAX_LIMIT)
    throw new Refusal('INVALID_ARGUMENTS', `The argument "limit" must lie between 1 and ${MAX_LIMIT}.`);
  const [start = null] = (nextToken ?? null) === null ? [] : cursors.open(nextToken ?? '', belonging);
  const { records, after } = await read({ limit: wanted, after: start });
  return { items: records, nextToken: after === null ? null : cursors.seal([after], belonging) };
}

/** Returns a page of the wanted records. Reads until the page is full or the list ends. */
export async function readWanted<Record>(
  { limit, after }: { readonly limit: number; readonly after: string | null },
  read: (page: { readonly limit: number; readonly after: string | null }) => Promise<ListPage<Record>>,
  isWanted: (record: Record) => boolean,
): Promise<ListPage<Record>> {
  const wanted: Record[] = [];
  for (let start = after; ;) {
    const page = await read({ limit: limit - wanted.length, after: start });
    wanted.push(...page.records.filter(isWanted));
    if (wanted.length === limit || page.after === null) return { records: wanted, after: page.after };
    start = page.after;
  }
}
