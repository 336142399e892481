import { newId, type Announced, type Store } from '../store/index.ts';

/** For how long an announced answer is kept, in seconds. Its subscribers have it within seconds. */
const KEPT = 3600;

/**
 * Writes the answer of a mutation for its subscribers. It is a write of the mutation, so a repeat under the same idempotency
 * key does not write it again.
 * @param now milliseconds since 1970
 */
export async function announce(store: Store, announced: Announced, now: number): Promise<void> {
  const expiresAt = Math.ceil(now / 1000) + KEPT;
  await store.transact([{ op: 'announce', id: newId(), announced, expiresAt }]);
}
