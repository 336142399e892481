import type { ControlTransaction } from '../../store/index.ts';

/**
 * Records that a membership of a user has ended. The user's sessions may have meant that tenant, so the sign-in trigger
 * and the gate do not take another one in its place.
 * @param now milliseconds since 1970
 */
export async function recordEnd(transaction: ControlTransaction, userId: string, now: number): Promise<void> {
  await transaction.get('user', { userId });
  transaction.put('user', { userId, endedAt: new Date(now).toISOString() });
}
