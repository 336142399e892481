import { newPoolState, type PoolState } from '../../src/local-cloud/cognito/index.ts';
import type { Dumped } from '../platform/dump.ts';

/** What a seed leaves: the items of all tables, and the state of both user pools. */
export interface Seeded {
  readonly items: readonly Dumped[];
  readonly users: PoolState;
  readonly operators: PoolState;
}

const known = new Map<string, Seeded>();
const empty = new Map<string, PoolState>();

/**
 * Returns what an earlier file of this worker kept under a key, or null. Applying a seed takes a hundred calls; putting
 * what it left takes five.
 */
export function findSeeded(key: string): Seeded | null {
  return structuredClone(known.get(key) ?? null);
}

/** Keeps what a seed has left for the next files of this worker. */
export function keepSeeded(key: string, seeded: Seeded): void {
  known.set(key, structuredClone(seeded));
}

/** Returns the state of an empty user pool. All files of a worker share its signing key, which takes long to generate. */
export async function emptyPool(userPoolId: string): Promise<PoolState> {
  const state = empty.get(userPoolId) ?? (await newPoolState(userPoolId));
  empty.set(userPoolId, state);
  return structuredClone(state);
}
