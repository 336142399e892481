import { randomUUID } from 'node:crypto';

import { dependentsOf, type Dependent, type Model, type ModelType } from '../../model/index.ts';
import {
  SWEEP_AFTER,
  WriteFailed,
  type DeleteAccess,
  type Row,
  type Store,
  type Sweep,
} from '../../store/port/index.ts';

import { type IsOver, startDelete } from './delete-job.ts';
import { cascadeActionOf } from './plan-delete.ts';
import { keyOf, referringRows, refersTo, stillReferring } from './referring-rows.ts';

export interface Swept {
  /** Whether the time was over before all due sweeps were done. */
  readonly isCut: boolean;
  /** When the next sweep is due, in milliseconds since 1970; null if there is none. */
  readonly next: number | null;
}

interface Sweeping {
  readonly model: Model;
  readonly store: Store;
  readonly now: () => number;
  readonly isOver: IsOver;
}

/**
 * Does the sweeps of a tenant that are due. A sweep deletes or changes the rows that refer to a row which was deleted, as
 * `onDelete` says: rows that an index did not show when the row was deleted, and rows of creates that were cut off. A sweep that found some
 * is repeated later. Rows that refer to a row which has been created again are kept.
 */
export async function sweepDeleted(
  model: Model,
  store: Store,
  { now, isOver }: Pick<Sweeping, 'now' | 'isOver'>,
): Promise<Swept> {
  for (;;) {
    const sweeps = await store.sweeps();
    const due = sweeps.filter((sweep) => Date.parse(sweep.due) <= now());
    const [first] = sweeps.slice(due.length);
    for (const sweep of due) {
      if (isOver()) return { isCut: true, next: null };
      await doSweep({ model, store, now, isOver }, sweep);
    }
    if (due.length === 0 || first) return { isCut: false, next: first ? Date.parse(first.due) : null };
  }
}

async function doSweep(sweeping: Sweeping, sweep: Sweep): Promise<void> {
  const { model, store, now } = sweeping;
  let found = 0;
  for (const { type: name, key } of sweep.targets) {
    const type = model.models[name];
    if (!type) continue;
    for (const dependent of dependentsOf(model.models, type))
      found += await sweepReferring(sweeping, type, key, dependent);
  }
  const due = new Date(now() + SWEEP_AFTER).toISOString();
  const again = { op: 'saveSweep', sweep: { ...sweep, id: randomUUID(), due } } as const;
  await unlessOutdated(store.transact([{ op: 'endSweep', sweep }, ...(found > 0 ? [again] : [])]));
}

/** The most rows looked up at a time. */
const CHUNK = 25;

/** Deletes or changes the rows of a dependent that refer to a missing row. Returns how many there were. */
async function sweepReferring(
  sweeping: Sweeping,
  type: ModelType,
  key: Row,
  dependent: Dependent,
): Promise<number> {
  const { store } = sweeping;
  let found = 0;
  for (let after: string | null = null; ;) {
    const page = await referringRows(type, key, dependent, store, CHUNK, after);
    const rows = await stillReferring(type, key, dependent, page.rows, store);
    // A row of this key that was created again keeps them.
    if (rows.length > 0 && (await store.get({ op: 'get', type, key, consistent: true }))) return 0;
    for (const row of rows) await sweepRow(sweeping, type, key, dependent, row);
    found += rows.length;
    after = page.nextToken;
    if (after === null) return found;
  }
}

async function sweepRow(
  { model, store, isOver }: Sweeping,
  type: ModelType,
  key: Row,
  dependent: Dependent,
  row: Row,
): Promise<void> {
  // A row that refers to this one goes only while this one is missing.
  const absent = { op: 'requireAbsent', type, key } as const;
  const writes = await cascadeActionOf(model, { type, key }, dependent, row, store);
  if (writes) {
    await unlessOutdated(store.transact([...writes, absent]));
    return;
  }
  const access: DeleteAccess = {
    op: 'delete',
    type: dependent.type,
    key: keyOf(dependent.type, row),
    condition: refersTo(type, key, dependent),
    retirable: true,
  };
  await unlessOutdated(startDelete(model, access, store, isOver, [absent]));
}

/** Awaits a write. If other requests changed its rows meanwhile, the next sweep looks at them again. */
async function unlessOutdated(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof WriteFailed)) throw error;
  }
}
