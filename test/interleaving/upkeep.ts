import { findInterruptedDeletes, resumeDeletes, sweepDeleted, type Swept } from '../../src/engine/index.ts';
import type { Model } from '../../src/model/index.ts';
import { SWEEP_AFTER, type Store } from '../../src/store/index.ts';
import type { MemoryTable } from './memory-table.ts';

export const START = Date.parse('2026-11-30T00:00:00Z');

/** The time of a race, in milliseconds since 1970. */
export interface Clock {
  now: number;
}

/** Does the work of upkeep: continues deletes that were cut off, and sweeps until no sweep is left. */
export async function endWork(model: Model, table: MemoryTable, store: Store, clock: Clock): Promise<void> {
  const isOver = (): boolean => false;
  table.catchUp();
  const { open } = await findInterruptedDeletes(model, store);
  await resumeDeletes(model, store, open, isOver);
  for (let swept: Swept | null = null; swept?.next !== null;) {
    clock.now += SWEEP_AFTER + 1;
    table.catchUp();
    swept = await sweepDeleted(model, store, { now: () => clock.now, isOver });
  }
}
