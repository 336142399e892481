import { sendAllWork, type WorkQueue } from '../../platform/index.ts';
import type { Queue } from '../../store/index.ts';
import { table } from '../operator/index.ts';
import { readDeadLetters, useDeadLetters, type DeadLetter } from './dead-letters.ts';
import type { StageWork } from './stage-work.ts';

/** The result of a command, for programs and for people. */
export interface WorkOutcome {
  readonly json: unknown;
  readonly text: string;
}

export type WorkCommand = (stage: StageWork, tenant: string | undefined) => Promise<WorkOutcome>;

/** The commands of `npm run work`. */
export const workCommands: Readonly<Record<'status' | 'list' | 'redrive' | 'sweep', WorkCommand>> = {
  async status({ work, webhooks, deadWork, deadWebhooks, deadChanges }) {
    const queues = {
      ...{ work, webhooks },
      'dead letters of work': deadWork,
      'dead letters of webhooks': deadWebhooks,
      'dead letters of changes': deadChanges,
    };
    const counts = await Promise.all(
      Object.entries(queues).map(async ([queue, each]) => ({ queue, ...(await each.count()) })),
    );
    const rows = counts.map(({ queue, waiting, received, delayed }) =>
      [queue, waiting, received, delayed].map(String),
    );
    return { json: counts, text: table(['QUEUE', 'WAITING', 'RECEIVED', 'DELAYED'], rows) };
  },

  async list({ deadWork, deadWebhooks }, tenant) {
    const read = [deadWork, deadWebhooks].map((queue) => readDeadLetters(queue, tenant));
    const letters = (await Promise.all(read)).flat().map(described);
    const rows = letters.map(({ tenantId, work, received, sentAt, failedAt }) => [
      tenantId ?? '?',
      work,
      String(received),
      sentAt ?? '?',
      failedAt ?? '?',
    ]);
    return {
      json: letters,
      text: table(['TENANT', 'WORK', 'RECEIVED', 'SENT', 'FIRST FAILED'], rows),
    };
  },

  async redrive({ sender, deadWork, deadWebhooks }, tenant) {
    let sent = 0;
    let left = 0;
    for (const queue of [deadWork, deadWebhooks]) {
      const done = await redriveOf(queue, sender, tenant);
      sent += done.sent;
      left += done.left;
    }
    return {
      json: { sent, left },
      text: `Sent ${sent} again.\n${left === 0 ? '' : `Left ${left}, which are no work of a tenant.\n`}`,
    };
  },

  async sweep({ control, sender, deadChanges }) {
    const given: DeadLetter[] = [];
    const collect = (letters: readonly DeadLetter[]): Promise<void> => {
      given.push(...letters);
      return Promise.resolve();
    };
    let sent: number;
    try {
      // Only changes that were given up before the sweep are covered by it.
      await useDeadLetters(deadChanges, undefined, collect);
      sent = await sendAllWork(control, sender);
    } catch (error) {
      await deadChanges.release(given.map(({ message }) => message));
      throw error;
    }
    await deadChanges.delete(given.map(({ message }) => message));
    return {
      json: { sent, deletedLetters: given.length },
      text: `Sent ${sent} works, and deleted ${given.length} dead letters of changes.\n`,
    };
  },
};

/** Sends the dead letters of a queue again, and deletes them. */
async function redriveOf(
  dead: Queue,
  sender: WorkQueue,
  tenant: string | undefined,
): Promise<{ readonly sent: number; readonly left: number }> {
  let sent = 0;
  const unreadable: DeadLetter[] = [];
  try {
    await useDeadLetters(dead, tenant, async (letters) => {
      const ready = letters.filter((letter) => letter.work !== null);
      unreadable.push(...letters.filter((letter) => letter.work === null));
      // A crash between the two sends work twice, which its worker expects.
      await sender.send(ready.flatMap((letter) => letter.work ?? []));
      await dead.delete(ready.map(({ message }) => message));
      sent += ready.length;
    });
  } finally {
    await dead.release(unreadable.map(({ message }) => message));
  }
  return { sent, left: unreadable.length };
}

interface Described {
  readonly tenantId: string | null;
  readonly work: string;
  readonly received: number;
  readonly sentAt: string | null;
  readonly failedAt: string | null;
}

function described({ message, work }: DeadLetter): Described {
  const timeOf = (time: number | null): string | null =>
    time === null ? null : new Date(time).toISOString();
  return {
    tenantId: work?.tenantId ?? message.group,
    work: work === null ? 'unreadable' : work.is === 'job' ? `job ${work.jobId}` : work.is,
    received: message.received,
    sentAt: timeOf(message.sentAt),
    failedAt: timeOf(message.firstReceivedAt),
  };
}
