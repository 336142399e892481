import { sweepDeleted, type Swept } from '../../src/engine/index.ts';
import { openStore, SWEEP_AFTER } from '../../src/store/index.ts';
import type { TestApi } from '../api.ts';

/** Does the sweeps of a tenant as they are done some minutes later, until none is left. */
export async function sweepLater(
  { jobParts, model }: Pick<TestApi, 'jobParts' | 'model'>,
  tenant = 'acme',
): Promise<void> {
  const { platform, scopeOf, sendOf } = jobParts;
  let time = platform.now();
  const now = (): number => time;
  const scope = await scopeOf(tenant, 'sweep');
  for (let swept: Swept | null = null; swept?.next !== null;) {
    time += SWEEP_AFTER + 1;
    const store = openStore(scope, {
      types: model.models,
      send: sendOf(scope),
      cursors: platform.cursors,
      now,
    });
    swept = await sweepDeleted(model, store, { now, isOver: () => false });
  }
}
