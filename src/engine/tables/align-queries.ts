import type { Page, QueryAccess } from '../../store/port/index.ts';

/**
 * Lets queries of one key that begin in the same tick end in the same tick.
 * So one batch reads the rows that 20 lists refer to, instead of one batch for each list.
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

/** Opens a batch. It takes pages until the tick ends, and it ends when all of them have. */
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
