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
interface PlacedChange {
  readonly at: number;
  readonly change: Change;
}

/** Changes of one tenant with the place of the first one. */
interface PlacedChanges {
  readonly at: number;
  readonly changes: Change[];
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
  const wanted: (WantedWork & Pick<PlacedChange, 'at'>)[] = [];
  for (const { name, wants, consume } of consumers)
    for (const [tenantId, { at, changes }] of byTenant(placed.filter(({ change }) => wants(change))))
      try {
        for (const one of await consume(tenantId, changes)) wanted.push({ at, ...one });
      } catch (error) {
        failed.push(at);
        log({
          level: 'error',
          message: 'changes: a consumer failed',
          consumer: name,
          tenantId,
          ...describeError(error),
        });
      }
  // The work of all tenants is sent together, in one call for each delay.
  for (const delay of new Set(wanted.map(({ afterSeconds }) => afterSeconds))) {
    const together = wanted.filter(({ afterSeconds }) => afterSeconds === delay);
    try {
      await queue.send(
        together.map(({ work }) => work),
        delay,
      );
    } catch (error) {
      failed.push(...together.map(({ at }) => at));
      log({ level: 'error', message: 'changes: the queue failed', ...describeError(error) });
    }
  }
  return failed.length === 0 ? null : Math.min(...failed);
}

function readAll(records: readonly StreamRecord[], log: Log): readonly PlacedChange[] {
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

function byTenant(placed: readonly PlacedChange[]): ReadonlyMap<string, PlacedChanges> {
  const tenants = new Map<string, PlacedChanges>();
  for (const { at, change } of placed) {
    const known = tenants.get(change.tenantId);
    if (known) known.changes.push(change);
    else tenants.set(change.tenantId, { at, changes: [change] });
  }
  return tenants;
}
