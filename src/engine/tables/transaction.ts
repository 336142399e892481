import { Refusal } from '../../tenant/index.ts';
import { WriteFailed, type Row, type Store, type WriteAccess } from '../../store/index.ts';

import type { Writer } from './table.ts';

/** Writes that are gathered to be committed together. */
export interface Transaction {
  readonly writer: Writer;
  /** The next number of a sequence of this tenant: 1, 2, 3 … without gaps, taken only if the transaction commits. */
  next(sequence: string): Promise<number>;
  /** Sends everything at once. `taken` means that another caller advanced a sequence first: run the work again. */
  commit(): Promise<'done' | 'taken'>;
}

interface Gathered {
  readonly access: WriteAccess;
  readonly refuse: (error: unknown) => never;
}

/** Opens a transaction over a store; nothing is written before `commit`. */
export function openTransaction(store: Store): Transaction {
  const gathered: Gathered[] = [];
  const sequences = new Map<string, { from: number; to: number }>();

  return {
    writer: {
      get: (access) => store.get({ ...access, consistent: true }),
      query: (access) => store.query(access),
      async write(access, refuse) {
        if (access.op === 'put') {
          gathered.push({ access, refuse });
          return access.row;
        }
        const current = await store.get({ op: 'get', type: access.type, key: access.key, consistent: true });
        if (!current) return refuse(new WriteFailed('missing', null));
        if (access.op === 'delete') {
          gathered.push({ access, refuse });
          return current;
        }
        gathered.push({ access: { ...access, current }, refuse });
        return withChanges(current, access.set);
      },
    },

    async next(name) {
      const known = sequences.get(name);
      const from = known?.from ?? (await store.sequence(name));
      const to = (sequences.get(name)?.to ?? from) + 1;
      sequences.set(name, { from, to });
      return to;
    },

    async commit() {
      const advances = [...sequences].map(([name, move]): WriteAccess => ({ op: 'advance', name, ...move }));
      const writes = [...gathered.map(({ access }) => access), ...advances];
      if (writes.length === 0) return 'done';
      try {
        await store.transact(writes);
        return 'done';
      } catch (error) {
        if (!(error instanceof WriteFailed)) throw error;
        const failed = gathered[error.index];
        return failed ? failed.refuse(error) : 'taken';
      }
    },
  };
}

function withChanges(current: Row, set: Row): Row {
  return Object.fromEntries(Object.entries({ ...current, ...set }).filter(([, value]) => value !== null));
}

/** Tries of one transaction while others advance the same sequence: each round lets one of them through. */
const ATTEMPTS = 40;

/**
 * Runs `work` in a transaction and commits it; runs it again when a sequence was taken meanwhile.
 * @throws {Refusal} CONFLICT when others were faster every time
 */
export async function transact<Result>(
  store: Store,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const transaction = openTransaction(store);
    const result = await work(transaction);
    if ((await transaction.commit()) === 'done') return result;
    await jitter(attempt);
  }
  throw new Refusal('CONFLICT', 'Others changed the same data at the same time: send the request again.');
}

/** Full jitter, at most 100 ms: rivals for one sequence spread out instead of meeting again. */
function jitter(attempt: number): Promise<void> {
  const bound = Math.min(100, 2 ** attempt * 5);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * bound));
}
