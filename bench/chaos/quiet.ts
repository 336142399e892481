import { setTimeout as pause } from 'node:timers/promises';

import { fileState } from './file-problems.ts';
import { isHeld, itemsAt, openWork, type Item } from './raw-state.ts';
import type { System } from './system.ts';

/**
 * The most milliseconds until nothing is left to do. Upkeep removes files at once, killed deletes give up their rows after 30 seconds, and a
 * sweep is done 70 seconds after its delete. A sweep that finds rows is repeated once.
 */
const MOST = 180_000;
const BETWEEN = 500;

/** What the tables hold when nothing is left to do, and what is wrong with the files of tenants. */
export interface Quiet {
  readonly items: readonly Item[];
  /** Work that upkeep has not done in time. */
  readonly open: readonly string[];
  readonly files: Readonly<Record<'orphans' | 'dangling' | 'bytes', readonly string[]>>;
  readonly seconds: number;
}

/** Waits until upkeep has removed the files that are due and done all deletes and sweeps, and no killed delete holds a row. */
export async function untilQuiet(system: System, filing: readonly string[]): Promise<Quiet> {
  for (const begin = Date.now(); ;) {
    const items = await itemsAt(system.endpoint());
    const keys = system.objectKeys();
    const states = filing.map((tenant) => ({ tenant, state: fileState(items, keys, tenant) }));
    const open = openWork(items);
    const isOpen = states.some(({ state }) => state.due > 0) || open.length > 0 || items.some(isHeld);
    const waited = Date.now() - begin;
    if (isOpen && waited < MOST) {
      await pause(BETWEEN);
      continue;
    }
    const named = (of: 'orphans' | 'dangling' | 'bytes'): string[] =>
      states.flatMap(({ tenant, state }) => state[of].map((problem) => `${tenant}: ${of}: ${problem}`));
    const files = { orphans: named('orphans'), dangling: named('dangling'), bytes: named('bytes') };
    return { items, open, files, seconds: Math.round(waited / 1000) };
  }
}
