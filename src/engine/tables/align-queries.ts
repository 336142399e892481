import type { Page, QueryAccess } from '../../store/index.ts';

/**
 * Queries of one key that begin in the same tick end in the same tick. So the rows that the rows of 20 lists
 * refer to are asked for at once, and travel in one batch, in place of one batch for each list as it comes in.
 */
export function alignQueries(query: (access: QueryAccess) => Promise<Page>): typeof query {
  const batches = new Map<string, Batch>();
  return (access) => {
    const key = `${access.type.name} ${access.index?.name ?? ''}`;
    const batch = batches.get(key) ?? openBatch(() => batches.delete(key));
    batches.set(key, batch);
    const page = query(access);
    batch.pages.push(page);
    return batch.ended.then(() => page);
  };
}

interface Batch {
  readonly pages: Promise<Page>[];
  readonly ended: Promise<unknown>;
}

/** It takes pages until the tick is over, and has ended when all of them have. */
function openBatch(close: () => void): Batch {
  const pages: Promise<Page>[] = [];
  const tick = new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
  const ended = tick.then(() => {
    close();
    return Promise.allSettled(pages);
  });
  return { pages, ended };
}
