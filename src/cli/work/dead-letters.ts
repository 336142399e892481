import { parseWork, type TenantWork } from '../../platform/index.ts';
import type { Queue, ReceivedMessage } from '../../store/index.ts';

/** A message that was given up. */
export interface DeadLetter {
  readonly message: ReceivedMessage;
  /** Null if the message is no work of a tenant. */
  readonly work: TenantWork | null;
}

/** Seconds for which no other reader sees the messages that a command has received. */
const HIDDEN = 300;

/**
 * Receives all messages of a queue, batch by batch. Those that are left in the queue must be released.
 * @param tenant only the letters of this tenant are given to `use`, the others are released at the end
 */
export async function useDeadLetters(
  queue: Queue,
  tenant: string | undefined,
  use: (letters: readonly DeadLetter[]) => Promise<void>,
): Promise<void> {
  const others: ReceivedMessage[] = [];
  try {
    for (;;) {
      const received = await queue.receive(HIDDEN);
      if (received.length === 0) return;
      const letters = received.map((message) => ({ message, work: workOf(message) }));
      const isMeant = ({ work }: DeadLetter): boolean => tenant === undefined || work?.tenantId === tenant;
      others.push(...letters.filter((letter) => !isMeant(letter)).map(({ message }) => message));
      await use(letters.filter(isMeant));
    }
  } finally {
    await queue.release(others);
  }
}

/** Returns the dead letters of a queue, oldest first, and leaves them there. */
export async function readDeadLetters(
  queue: Queue,
  tenant: string | undefined,
): Promise<readonly DeadLetter[]> {
  const found: DeadLetter[] = [];
  try {
    await useDeadLetters(queue, tenant, (letters) => {
      found.push(...letters);
      return Promise.resolve();
    });
  } finally {
    await queue.release(found.map(({ message }) => message));
  }
  return found.sort((a, b) => (a.message.sentAt ?? 0) - (b.message.sentAt ?? 0));
}

function workOf({ body }: ReceivedMessage): TenantWork | null {
  try {
    return parseWork(body);
  } catch {
    return null;
  }
}
