import { holdOf } from '../../src/store/dynamo/commands/hold-command.ts';
import { appModel } from './app.ts';
import { rowsIn, type Item } from './raw-state.ts';
import { createLock, remove } from './steps.ts';
import type { TenantClient } from './tenant.ts';

/** How many rows had a hold that a killed delete had left, and what was done with them. */
export interface LeftHolds {
  readonly found: number;
  readonly referred: number;
  readonly deleted: number;
}

/**
 * Writes to each team whose killed delete has given it up: one in two gets a lock that refers to it, and the others are deleted. Neither may
 * wait or fail because of the hold.
 */
export async function useLeftHolds(
  items: readonly Item[],
  tenants: readonly TenantClient[],
): Promise<LeftHolds> {
  let [found, referred] = [0, 0];
  for (const tenant of tenants) {
    for (const row of rowsIn(items, tenant.name, appModel.models['Team']).filter(
      (one) => holdOf(one) !== null,
    )) {
      const team = String(row['id']);
      const refers = found % 2 === 0;
      await tenant.writeInPeace(refers ? createLock(`after-${team}`, team) : remove('Team', team));
      found += 1;
      if (refers) referred += 1;
    }
  }
  return { found, referred, deleted: found - referred };
}
