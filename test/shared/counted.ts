import type { Seed } from '../../src/app/index.ts';
import { countKind, type Model } from '../../src/model/index.ts';
import { openBackfill, type SendOf } from '../../src/store/index.ts';
import { jobScope, type Directory } from '../../src/tenant/index.ts';

/** Long before any record of a stream, so that a counter ignores none. No writer is under way, so nothing waits. */
const BEFORE = { now: () => -10_000, pause: () => Promise.resolve() };

/** Counts the rows that a seed has put while no stream was open. */
export async function countSeeded(
  seed: Pick<Seed, 'rows'>,
  {
    model,
    directory,
    sendOf,
  }: { readonly model: Model; readonly directory: Directory; readonly sendOf: SendOf },
): Promise<void> {
  await Promise.all(
    Object.entries(seed.rows).map(async ([tenant, rows]) => {
      const scope = await jobScope(directory, tenant, 'seed', null);
      const backfill = openBackfill(scope, { types: model.models, send: sendOf(scope), clock: BEFORE });
      for (const type of Object.values(model.models))
        if (countKind(type) === 'EVENTUAL' && rows[type.name]) await backfill.recount(type);
    }),
  );
}
