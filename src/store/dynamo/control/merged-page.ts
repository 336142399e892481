import type { Item } from '../driver/send.ts';
import { CONTROL_SK } from '../tables/table-shape.ts';
import { versionOf } from './items.ts';

/** A page of one partition, in the order of sort keys. `after` is the position of the next; null at the end. */
export interface PartitionPage {
  readonly items: readonly Item[];
  readonly after: string | null;
}

export interface PageOptions {
  readonly limit: number;
  readonly after: string | null;
  readonly descending: boolean;
}

export type ReadPage = (partition: string, page: PageOptions) => Promise<PartitionPage>;

/** Items that are read of each partition in addition to its share, because no hash spreads evenly. */
const SPARE = 4;

/** What was read of a partition. */
interface Run {
  readonly partition: string;
  readonly page: PartitionPage;
}

/**
 * Returns a page of a list that is spread over partitions, in the order of sort keys. A sort key is a position in each of them,
 * and so in the list. First it reads the share of each partition, then more of those whose end the page reaches. Of two items
 * with the same sort key it keeps the one that was written last.
 */
export async function mergedPage(
  read: ReadPage,
  partitions: readonly string[],
  { limit, after, descending }: PageOptions,
): Promise<PartitionPage> {
  const isBefore = (one: string, other: string): boolean => (descending ? one > other : one < other);
  const share = Math.min(limit, Math.ceil(limit / partitions.length) + SPARE);
  let runs = await Promise.all(
    partitions.map(async (partition): Promise<Run> => {
      return { partition, page: await read(partition, { limit: share, after, descending }) };
    }),
  );
  for (;;) {
    const items = latestOf(runs.flatMap(({ page }) => page.items)).sort((one, other) =>
      isBefore(sortKeyOf(one), sortKeyOf(other)) ? -1 : 1,
    );
    const page = items.slice(0, limit);
    const last = page.length === limit ? sortKeyOf(page.at(-1)) : null;
    const isShort = ({ page: { after: end } }: Run): boolean =>
      end !== null && (last === null || isBefore(end, last));
    if (!runs.some(isShort)) {
      const isEnd = items.length <= limit && runs.every(({ page: { after: end } }) => end === null);
      return { items: page, after: isEnd ? null : last };
    }
    runs = await Promise.all(
      runs.map(async (run) => (isShort(run) ? longer(read, run, { limit, descending }) : run)),
    );
  }
}

async function longer(
  read: ReadPage,
  { partition, page }: Run,
  options: Omit<PageOptions, 'after'>,
): Promise<Run> {
  const next = await read(partition, { ...options, after: page.after });
  return { partition, page: { items: [...page.items, ...next.items], after: next.after } };
}

function latestOf(items: readonly Item[]): Item[] {
  const latest = new Map<string, Item>();
  for (const item of items) {
    const known = latest.get(sortKeyOf(item));
    if (!known || versionOf(item) > versionOf(known)) latest.set(sortKeyOf(item), item);
  }
  return [...latest.values()];
}

function sortKeyOf(item: Item | undefined): string {
  const sk = item?.[CONTROL_SK];
  return typeof sk === 'string' ? sk : '';
}
