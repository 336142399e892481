import { randomUUID } from 'node:crypto';

import type { Refusal } from '../../../tenant/index.ts';
import { backOff } from './backoff.ts';
import { type CancellationReason, type Send, TransactionCancelled, type TransactItem } from './send.ts';

export interface Attempts {
  /** How often a transaction is sent at most. */
  readonly most: number;
  /** Returns the refusal after the last attempt. */
  readonly refusal: () => Refusal;
  readonly deadline: AbortSignal | undefined;
}

/**
 * Sends a transaction until no other one is in its way. Returns null if it is applied, or the reasons if a condition does not
 * hold.
 * @throws {Refusal} the refusal of the last attempt, or TIMEOUT
 */
export async function attempted(
  items: readonly TransactItem[],
  send: Send,
  { most, refusal, deadline }: Attempts,
): Promise<readonly CancellationReason[] | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      const input = { TransactItems: items, ClientRequestToken: randomUUID() };
      await send({ name: 'TransactWriteItems', input });
      return null;
    } catch (error) {
      if (!(error instanceof TransactionCancelled)) throw error;
      if (error.reasons.some(({ code }) => code === 'condition')) return error.reasons;
      if (attempt >= most) throw refusal();
    }
    await backOff(attempt, deadline);
  }
}
