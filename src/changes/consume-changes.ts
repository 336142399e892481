import type { WorkQueue } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';
import { readChange, type Change, type StreamRecord } from '../store/index.ts';
import type { Consumer, WantedWork } from './consumer.ts';
import { wakeWork } from './wake-work.ts';

/** All consumers of changes. */
const CONSUMERS: readonly Consumer[] = [wakeWork];

export interface ConsumeOptions {
  readonly queue: WorkQueue;
  readonly log: Log;
  readonly consumers?: readonly Consumer[];
}

/** A change with its place in the batch. */
interface Placed {
  readonly at: number;
  readonly change: Change;
}

/**
 * Gives a batch of a stream's records to the consumers, one tenant at a time, and sends the work that they ask for. A
 * record that cannot be read is logged and counted, and stops nothing.
 * @returns the place of the first record that must come again, with all after it; null if none must
 */
export async function consumeChanges(
  records: readonly StreamRecord[],
  { queue, log, consumers = CONSUMERS }: ConsumeOptions,
): Promise<number | null> {
  const placed = readAll(records, log);
  const failed: number[] = [];
  const wanted: WantedWork[] = [];
  for (const { name, wants, consume } of consumers)
    for (const [tenantId, changes] of byTenant(placed.filter(({ change }) => wants(change))))
      try {
        wanted.push(
          ...(await consume(
            tenantId,
            changes.map(({ change }) => change),
          )),
        );
      } catch (error) {
        failed.push(firstOf(changes));
        log({
          level: 'error',
          message: 'changes: a consumer failed',
          consumer: name,
          tenantId,
          ...describeError(error),
        });
      }
  try {
    await sendAll(queue, wanted);
  } catch (error) {
    failed.push(firstOf(placed));
    log({ level: 'error', message: 'changes: the queue failed', ...describeError(error) });
  }
  return failed.length === 0 ? null : Math.min(...failed);
}

function readAll(records: readonly StreamRecord[], log: Log): readonly Placed[] {
  const unread = (record: StreamRecord | null, error: unknown): void => {
    log({
      level: 'error',
      message: 'changes: a record is unreadable',
      eventId: record?.eventID,
      sequence: record?.dynamodb?.SequenceNumber,
      metrics: { ChangesUnread: 1 },
      ...describeError(error),
    });
  };
  return records.flatMap((record: StreamRecord | null, at) => {
    try {
      const change = readChange(record ?? {});
      return change ? [{ at, change }] : [];
    } catch (error) {
      unread(record, error);
      return [];
    }
  });
}

function byTenant(placed: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> {
  const tenants = new Map<string, Placed[]>();
  for (const one of placed) {
    const { tenantId } = one.change;
    const known = tenants.get(tenantId);
    if (known) known.push(one);
    else tenants.set(tenantId, [one]);
  }
  return tenants;
}

function firstOf(placed: readonly Placed[]): number {
  return placed[0]?.at ?? 0;
}

/** Sends the work of all tenants together, in one call for each delay. */
async function sendAll(queue: WorkQueue, wanted: readonly WantedWork[]): Promise<void> {
  for (const delay of new Set(wanted.map(({ afterSeconds }) => afterSeconds))) {
    const work = wanted.filter(({ afterSeconds }) => afterSeconds === delay).map((one) => one.work);
    await queue.send(work, delay);
  }
}
