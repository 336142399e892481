import type { Page, QueryAccess } from '../../store/index.ts';

/**
 * Queries of one key that begin in the same tick end in the same tick. So the rows that the rows of 20 lists
 * refer to are asked for at once, and travel in one batch, in place of one batch for each list as it comes in.
 */
export function inStep(query: (access: QueryAccess) => Promise<Page>): typeof query {
  const waves = new Map<string, Wave>();
  return (access) => {
    const key = `${access.type.name} ${access.index?.name ?? ''}`;
    const wave = waves.get(key) ?? openWave(() => waves.delete(key));
    waves.set(key, wave);
    const page = query(access);
    wave.pages.push(page);
    return wave.ended.then(() => page);
  };
}

interface Wave {
  readonly pages: Promise<Page>[];
  readonly ended: Promise<unknown>;
}

/** It takes pages until the tick is over, and has ended when all of them have. */
function openWave(close: () => void): Wave {
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
