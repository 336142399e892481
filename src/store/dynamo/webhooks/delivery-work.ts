import { Refusal, type TenantId } from '../../../tenant/index.ts';
import { answerItem, keptIn } from '../commands/answer-item.ts';
import { attempted } from '../driver/attempted.ts';
import type { CancellationReason, Item, Send, TransactItem } from '../driver/send.ts';
import { deliveryKey } from '../keys/webhook-keys.ts';
import type { Keeping } from '../rows/write-rows.ts';

/** What the operations on a tenant's deliveries need. */
export interface DeliveryWork {
  readonly tenant: TenantId;
  readonly send: Send;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Sends a transaction: see `attempted`. */
  readonly transact: (items: readonly TransactItem[]) => ReturnType<typeof attempted>;
  /** Sends one that may have to keep the answer of a request: see `RowAnswers.carry`. */
  readonly transactOnce: (items: readonly TransactItem[], answer: unknown) => ReturnType<typeof attempted>;
}

/** Attempts of a transaction. Only a replay and a worker can meet. */
const MAX_ATTEMPTS = 20;

/** Sends a transaction of deliveries until no other one is in its way. */
export function transactDeliveries(
  items: readonly TransactItem[],
  send: Send,
  deadline: AbortSignal | undefined,
): Promise<readonly CancellationReason[] | null> {
  return attempted(items, send, { most: MAX_ATTEMPTS, refusal: crowded, deadline });
}

/**
 * Sends a transaction that keeps the answer of a request as well.
 * @throws {AlreadyAnswered} if an earlier request kept one
 */
export async function transactKeeping(
  items: readonly TransactItem[],
  { items: answers, field, keptOf }: Keeping,
  transact: DeliveryWork['transact'],
): ReturnType<DeliveryWork['transact']> {
  const reasons = await transact([...items, answerItem(answers, field, keptOf([]))]);
  const kept = reasons?.at(-1);
  if (kept?.code === 'condition') throw field.meet(keptIn(answers, kept.item));
  return reasons;
}

/** Returns the item of a delivery as last written, or null. */
export async function readDelivery({ tenant, send }: DeliveryWork, id: string): Promise<Item | null> {
  const input = { Key: deliveryKey(tenant, id), ConsistentRead: true } as const;
  return (await send({ name: 'GetItem', input })).Item ?? null;
}

function crowded(): Refusal<'CONFLICT'> {
  return new Refusal('CONFLICT', 'Other requests change this delivery at once: send the request again.');
}
