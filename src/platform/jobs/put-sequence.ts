import { WriteFailed, type Store } from '../../store/index.ts';
import { Refusal } from '../../tenant/index.ts';
import type { ArchiveRecord } from './read-part.ts';

/** Raises a sequence. Never lowers it: the numbers that it has given out stay in use. */
export async function putSequence(store: Store, { name, last }: ArchiveRecord): Promise<void> {
  if (typeof name !== 'string' || !Number.isSafeInteger(last) || Number(last) < 0)
    throw new Refusal('VALIDATION_FAILED', 'The archive holds a sequence without a name or a whole number.');
  for (;;) {
    const from = await store.sequence(name);
    if (from >= Number(last)) return;
    try {
      await store.transact([{ op: 'advance', name, from, to: Number(last) }]);
      return;
    } catch (error) {
      if (!(error instanceof WriteFailed)) throw error;
    }
  }
}
