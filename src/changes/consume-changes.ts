import type { WorkQueue } from '../platform/index.ts';
import { inParallel } from '../realtime/index.ts';
import { describeError, type Log } from '../server/index.ts';
import { readChange, type Change, type StreamRecord } from '../store/index.ts';
import type { Consumer, WantedWork } from './consumer.ts';

/** Maximum number of tenants whose changes are consumed at once. */
const TENANTS_IN_PARALLEL = 10;

export interface ConsumeOptions {
  readonly queue: WorkQueue;
  readonly log: Log;
  readonly consumers: readonly Consumer[];
  /** Milliseconds until the batch must be done. */
  readonly remaining: number;
}

/** A change with its place in the batch. */
interface PlacedChange {
  readonly at: number;
  readonly change: Change;
}

/** Work with the place of the first change that asks for it. */
type PlacedWork = WantedWork & Pick<PlacedChange, 'at'>;

/** Changes of one tenant with the place of the first one. */
interface PlacedChanges {
  readonly at: number;
  readonly changes: Change[];
}

/**
 * Gives a batch of a stream's records to the consumers, the changes of each tenant apart, and sends the work that they ask for. A
 * record that cannot be read is logged and counted, and stops nothing.
 * @returns the place of the first record that must come again, with all after it; null if none must
 */
export async function consumeChanges(
  records: readonly StreamRecord[],
  { queue, log, consumers, remaining }: ConsumeOptions,
): Promise<number | null> {
  const placed = readAll(records, log);
  const failed: number[] = [];
  const consume = async ({ name, wants, consume: take }: Consumer): Promise<readonly PlacedWork[]> => {
    const tenants = [...byTenant(placed.filter(({ change }) => wants(change)))];
    const wanted = await inParallel(tenants, TENANTS_IN_PARALLEL, async ([tenantId, { at, changes }]) => {
      try {
        return (await take(tenantId, changes, remaining)).map((one) => ({ at, ...one }));
      } catch (error) {
        failed.push(at);
        log({
          level: 'error',
          message: 'changes: a consumer failed',
          consumer: name,
          tenantId,
          metrics: { TenantsFailed: 1 },
          ...describeError(error),
        });
        return [];
      }
    });
    return wanted.flat();
  };
  // The work of all tenants is sent together, in one call for each delay.
  const send = async (wanted: readonly PlacedWork[]): Promise<void> => {
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
  };
  // No consumer waits for another one.
  await Promise.all(consumers.map(async (consumer) => send(await consume(consumer))));
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
