import { boundedMap, inParallel, type BoundedMap } from '../tenant/index.ts';
import type { WorkQueue } from '../platform/index.ts';
import { describeError, type Log } from '../server/index.ts';
import { readChange, type Change, type StreamRecord, type TypesByName } from '../store/index.ts';
import type { Consumer, WantedWork } from './consumer.ts';

/** Maximum number of tenants whose changes are consumed at once. */
const TENANTS_IN_PARALLEL = 10;

export interface ConsumeOptions {
  readonly queue: WorkQueue;
  readonly log: Log;
  readonly consumers: readonly Consumer[];
  /** The types of the model, whose rows change. */
  readonly types: TypesByName;
  /** Milliseconds until the batch must be done. */
  readonly remaining: number;
  /** Changes that a consumer has done, and that come again because another tenant or consumer failed: see `openDone`. */
  readonly done: Done;
}

/** The changes that consumers of a process need not see again. */
export type Done = BoundedMap<string, true>;

/** Maximum number of changes that are remembered. */
const MAX_DONE = 10_000;

/**
 * Opens the memory of a process. A stream sends all after a failure again. Without it, the failure of one tenant would
 * repeat the events of all others at each try.
 */
export function openDone(): Done {
  return boundedMap(MAX_DONE);
}

/** A change with its place in the batch. */
interface PlacedChange {
  readonly at: number;
  readonly change: Change;
}

/** A change that the consumer of this name has done. */
type NamedChange = PlacedChange & Pick<Consumer, 'name'>;

/** Work with the place of the first change that asks for it. */
type PlacedWork = WantedWork & Pick<PlacedChange, 'at'>;

/** What a consumer has done of a batch, and the work that it asks for. */
interface Consumed {
  readonly changes: readonly PlacedChange[];
  readonly work: readonly PlacedWork[];
}

/**
 * Gives a batch of a stream's records to the consumers, the changes of each tenant apart, and sends the work that they ask for. A
 * record that cannot be read is logged and counted, and stops nothing.
 * @returns the place of the first record that must come again, with all after it; null if none must
 */
export async function consumeChanges(
  records: readonly StreamRecord[],
  { queue, log, consumers, types, remaining, done }: ConsumeOptions,
): Promise<number | null> {
  const placed = readAll(records, types, log);
  const failed: number[] = [];
  const consume = async (consumer: Consumer, before: number): Promise<Consumed> => {
    const { name, wants } = consumer;
    const wanted = placed.filter(
      ({ at, change }) => at < before && wants(change) && !done.get(keyOf(name, change)),
    );
    const results = await inParallel(byTenant(wanted), TENANTS_IN_PARALLEL, async (ofTenant) => {
      const [{ at, change }] = ofTenant;
      const { tenantId } = change;
      const changes = ofTenant.map((one) => one.change);
      try {
        const work = await consumer.consume(tenantId, changes, remaining);
        return { changes: ofTenant, work: work.map((one) => ({ at, ...one })) };
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
        return { changes: [], work: [] };
      }
    });
    return { changes: results.flatMap(({ changes }) => changes), work: results.flatMap(({ work }) => work) };
  };
  // The work of all tenants is sent together, in one call for each delay.
  const send = async (wanted: readonly PlacedWork[]): Promise<boolean> => {
    let isSent = true;
    for (const delay of new Set(wanted.map(({ afterSeconds }) => afterSeconds))) {
      const together = wanted.filter(({ afterSeconds }) => afterSeconds === delay);
      try {
        await queue.send(
          together.map(({ work }) => work),
          delay,
        );
      } catch (error) {
        isSent = false;
        failed.push(...together.map(({ at }) => at));
        log({ level: 'error', message: 'changes: the queue failed', ...describeError(error) });
      }
    }
    return isSent;
  };
  const all = (some: readonly Consumer[], before: number): Promise<readonly NamedChange[][]> =>
    Promise.all(
      some.map(async (consumer) => {
        const { changes, work } = await consume(consumer, before);
        return (await send(work)) ? changes.map((one) => ({ ...one, name: consumer.name })) : [];
      }),
    );
  // No consumer waits for another one, but for those that come last.
  const first = await all(
    consumers.filter(({ isLast }) => !isLast),
    Infinity,
  );
  const last = await all(
    consumers.filter(({ isLast }) => isLast),
    Math.min(...failed),
  );
  const consumed = [...first, ...last];
  if (failed.length === 0) return null;
  const failedFirst = Math.min(...failed);
  for (const { at, change, name } of consumed.flat())
    if (at >= failedFirst) done.set(keyOf(name, change), true);
  return failedFirst;
}

function keyOf(consumer: string, { eventId, table, of, event }: Change): string {
  return JSON.stringify([consumer, eventId, table, of, event]);
}

function readAll(records: readonly StreamRecord[], types: TypesByName, log: Log): readonly PlacedChange[] {
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
      const change = readChange(record ?? {}, types);
      return change ? [{ at, change }] : [];
    } catch (error) {
      unread(record, error);
      return [];
    }
  });
}

/** Groups changes by their tenants. No group is empty. */
function byTenant(placed: readonly PlacedChange[]): readonly (readonly [PlacedChange, ...PlacedChange[]])[] {
  const tenants = new Map<string, [PlacedChange, ...PlacedChange[]]>();
  for (const one of placed) {
    const known = tenants.get(one.change.tenantId);
    if (known) known.push(one);
    else tenants.set(one.change.tenantId, [one]);
  }
  return [...tenants.values()];
}
