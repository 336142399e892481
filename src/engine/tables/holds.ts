import type { ModelType } from '../../model/index.ts';
import type { Row, Store } from '../../store/port/index.ts';

/** Another delete holds a row, or the row has gone: the delete is planned again. */
export class NotHeld extends Error {
  override readonly name = 'NotHeld';
}

/** The rows that one delete holds while it looks for rows that restrict it. */
export interface Holds {
  /** The hold, for the conditions of the delete. */
  readonly hold: string;
  /** Holds a row. @throws {NotHeld} if another delete holds it, or if there is no such row */
  take(type: ModelType, key: Row): Promise<void>;
  /** Ends all holds of a delete that does not happen. No row can be held after it. */
  release(): Promise<void>;
}

/** Opens the holds of one delete. */
export function openHolds(store: Pick<Store, 'hold' | 'newHold' | 'release'>): Holds {
  const hold = store.newHold();
  const rows: { readonly type: ModelType; readonly key: Row }[] = [];
  let isOver = false;
  return {
    hold,
    async take(type, key) {
      rows.push({ type, key });
      const outcome = await store.hold(type, key, hold);
      // Another delete of the same transaction may have failed meanwhile.
      if (isOver) await store.release(type, key, hold);
      if (isOver || outcome !== 'held') throw new NotHeld();
    },
    async release() {
      isOver = true;
      await Promise.all(rows.splice(0).map(({ type, key }) => store.release(type, key, hold)));
    },
  };
}
