import { Refusal } from '../../tenant/index.ts';
import {
  jitter,
  WriteFailed,
  type Row,
  type RowWrite,
  type Store,
  type UpdateAccess,
  type WriteAccess,
} from '../../store/port/index.ts';

import type { Holds } from './holds.ts';
import { ofInput } from './refuse-write.ts';
import type { OnCreate, Writer } from './writer.ts';

/** Writes that are gathered to be committed together. */
export interface Transaction {
  readonly writer: Writer;
  /** Returns a number of a sequence of this tenant, which no other transaction gets. */
  readonly next: Next;
  /**
   * Sends all writes at once. `answer` is what a mutation with an idempotency key answers. `taken` means that another
   * caller advanced a sequence first: the caller must run the work again.
   */
  commit(answer: unknown): Promise<'done' | 'taken'>;
  /** Ends the holds of its deletes, after the transaction was not committed. */
  release(): Promise<void>;
}

/**
 * Returns the next number of a sequence: 1, 2, 3 … It is taken at once, so a transaction that fails leaves a gap.
 * `gapless` takes it in the transaction itself: then all who draw from the sequence wait for each other.
 */
export type Next = (sequence: string, options?: { readonly gapless?: boolean }) => Promise<number>;

interface Gathered {
  readonly accesses: readonly RowWrite[];
  readonly refuse: (error: unknown) => never;
}

/** The numbers that the attempts of a transaction have taken from each sequence, in their order. */
type Drawn = Map<string, number[]>;

/** Opens a transaction on a store. No row is written before `commit`. */
function openTransaction(store: Store, onCreate: OnCreate, drawn: Drawn): Transaction {
  const gathered: Gathered[] = [];
  const sequences = new Map<string, { from: number; to: number }>();
  const draws = new Map<string, number>();
  const creates = new Map<string, number>();
  /** All deletes of the transaction have one hold, so that two of them can hold the same row. */
  const ownHold = store.newHold();
  const holds: Holds[] = [];
  /** The looks of deletes that run at the same time. */
  const looks = new Set<Promise<unknown>>();
  let isOver = false;

  /** Returns a write as it will be sent, and the row that it returns. */
  const prepare = async (access: RowWrite, refuse: (error: unknown) => never): Promise<[RowWrite, Row]> => {
    if (access.op === 'put') return [access, access.row];
    const { type, key } = access;
    const current = access.current ?? (await store.get({ op: 'get', type, key, consistent: true }));
    if (!current) return refuse(new WriteFailed('missing', null));
    return [{ ...access, current }, access.op === 'delete' ? current : withChanges(current, access)];
  };

  /** Takes the next number, or that which an earlier attempt of the transaction took in its place. */
  const draw = async (name: string): Promise<number> => {
    const at = draws.get(name) ?? 0;
    draws.set(name, at + 1);
    const numbers = drawn.get(name) ?? [];
    drawn.set(name, numbers);
    return (numbers[at] ??= await store.draw(name));
  };
  const advance = async (name: string): Promise<number> => {
    const known = sequences.get(name);
    const from = known?.from ?? (await store.sequence(name));
    const to = (sequences.get(name)?.to ?? from) + 1;
    sequences.set(name, { from, to });
    return to;
  };

  return {
    writer: {
      jobs: null,
      onCreate: (type) => {
        const pending = creates.get(type.name) ?? 0;
        creates.set(type.name, pending + 1);
        return onCreate(type, pending);
      },
      get: (access) => store.get({ ...access, consistent: true }),
      query: (access) => store.query(access),
      count: (access) => store.count(access),
      total: (type) => store.total(type),
      pause: (attempt) => store.pause(attempt),
      holding: (one) => {
        if (isOver) throw new Error('The transaction is over.');
        holds.push(one);
      },
      afterLooks: async (look) => {
        looks.add(look);
        await Promise.allSettled([look]);
        // By now all deletes that began together look.
        const seen = await Promise.allSettled(looks);
        looks.delete(look);
        const refused = seen.find((one) => one.status === 'rejected');
        const own = await look;
        if (refused) throw refused.reason;
        return own;
      },
      hold: (type, key, hold) => store.hold(type, key, hold),
      newHold: () => ownHold,
      release: (type, key, hold) => store.release(type, key, hold),
      linked: (type, key) => store.linked(type, key),
      async write(accesses, refuse) {
        const prepared = await Promise.all(accesses.map((access) => prepare(access, refuse)));
        gathered.push({ accesses: prepared.map(([access]) => access), refuse });
        return prepared[0]?.[1] ?? {};
      },
    },

    next: (name, { gapless = false } = {}) => (gapless ? advance(name) : draw(name)),

    async release() {
      isOver = true;
      await Promise.all(holds.map((one) => one.release()));
    },

    async commit(answer) {
      const advances = [...sequences].map(([name, move]): WriteAccess => ({ op: 'advance', name, ...move }));
      const writes = [...gathered.flatMap(({ accesses }) => accesses), ...advances];
      if (writes.length === 0) return 'done';
      try {
        await store.transact(writes, { answer });
        return 'done';
      } catch (error) {
        if (error instanceof WriteFailed) refuseAt(gathered, error);
        else throw ofInput(error);
        return 'taken';
      }
    },
  };
}

/**
 * Throws the refusal of the write that failed. Returns if another caller advanced a sequence first, or if a plan is
 * outdated.
 */
function refuseAt(gathered: readonly Gathered[], error: WriteFailed): void {
  let start = 0;
  for (const { accesses, refuse } of gathered) {
    const index = error.index - start;
    if (index < accesses.length) {
      try {
        refuse(new WriteFailed(error.reason, error.row, index, error.fields));
      } catch (refusal) {
        if (refusal instanceof WriteFailed) return;
        throw refusal;
      }
    }
    start += accesses.length;
  }
}

function withChanges(current: Row, { key, set, increment }: UpdateAccess): Row {
  const before = current[increment ?? ''];
  const bumped = increment ? { [increment]: (typeof before === 'number' ? before : 0) + 1 } : {};
  const changed = { ...key, ...current, ...set, ...bumped };
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
}

/** The most attempts of a transaction while others advance the same gapless sequence. Each round lets one of them succeed. */
const ATTEMPTS = 40;

/**
 * Runs `work` in a transaction and commits it. Runs it again if a gapless number was taken meanwhile.
 * @throws {Refusal} CONFLICT if other requests were faster in every attempt
 */
export async function transact<Result>(
  store: Store,
  onCreate: OnCreate,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const drawn: Drawn = new Map();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const transaction = openTransaction(store, onCreate, drawn);
    try {
      const result = await work(transaction);
      if ((await transaction.commit(result)) === 'done') return result;
    } catch (error) {
      await transaction.release();
      throw error;
    }
    await transaction.release();
    await jitter(attempt);
  }
  throw new Refusal('CONFLICT', 'Others changed the same data at the same time: send the request again.');
}
