import { randomInt } from 'node:crypto';

import type { CancellationReason } from '../driver/send.ts';

/** Number of shards of an exact counter, so that parallel writers of one type do not all update the same item. */
const FIRST_SHARDS = 8;
/** The most shards: a total still reads all of them in one call, far below its 1 MB. */
const MAX_SHARDS = 128;

/** The shard of the counters in which a write counts. */
export interface GrowingShards {
  readonly shard: number;
  /** Chooses among twice as many shards if another writer had the shard. */
  grow(
    planned: readonly { readonly access: { readonly op: string } }[],
    reasons: readonly CancellationReason[],
  ): void;
}

/** Chooses a shard at random. A total sums the shards that exist, so a writer may choose a new one at any time. */
export function growingShards(): GrowingShards {
  let among = FIRST_SHARDS;
  let shard = randomInt(among);
  return {
    get shard() {
      return shard;
    },
    grow(planned, reasons) {
      const isTaken = planned.some(
        ({ access }, at) => access.op === 'adjustCount' && reasons[at]?.code === 'conflict',
      );
      if (!isTaken) return;
      among = Math.min(among * 2, MAX_SHARDS);
      shard = randomInt(among);
    },
  };
}
