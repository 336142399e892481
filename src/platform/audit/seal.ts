import { isGone, type Scope } from '../../tenant/index.ts';
import { jitter, type AuditEvent, type AuditHead, type AuditLog, type Control } from '../../store/index.ts';
import { planOf, type Plans } from '../plans/plan.ts';
import { isOver, linkEvents, sealedIn } from './chain.ts';

/** The parts that sealing the audit of one tenant needs. */
export interface Audit {
  readonly scope: Scope;
  readonly log: AuditLog;
  readonly control: Control;
  readonly plans: Plans;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Maximum items of a transaction in addition to the head. TransactWriteItems takes 100 (DynamoDB API
 * reference).
 */
const MAX_ITEMS = 99;
/**
 * Items that one event takes. An event of the data table is put into the chain and deleted from the queue. An
 * event of the outbox is only put into the chain.
 */
const COST = { pending: 2, outbox: 1 } as const;
/** Maximum attempts at one batch while other processes seal the same events. */
const ATTEMPTS = 40;

export interface SealOptions {
  /** The maximum number of batches to seal. */
  readonly batches?: number;
  /** Returns whether to stop. It is asked after the first batch, while more events wait. */
  readonly isTimeOver?: () => boolean;
  /** Called if events may be left: the time is over, or other processes won every race for a batch. */
  readonly onLeft?: () => void;
}

interface Waiting {
  readonly event: AuditEvent;
  readonly from: keyof typeof COST;
}

/**
 * Moves waiting events of the data table and of the control table's outbox into the tenant's chain.
 *
 * Any process may seal at any time, and may be cut off at any point. Each batch is one transaction, on the
 * condition that the head of the chain is unchanged since it was read. The transaction also deletes the
 * events of the data table.
 *
 * The outbox is in another table. The head lists the events that the last batch took from it. The next sealer
 * deletes these first and reads the outbox again. So an event is never sealed twice, and never deleted before
 * it is sealed.
 * @returns the number of events that this call sealed
 * @example
 * ```ts
 * const sealed = await sealAudit({ ...platform, scope, log: auditLog });
 * ```
 */
export async function sealAudit(
  audit: Audit,
  { batches = Number.POSITIVE_INFINITY, isTimeOver = () => false, onLeft }: SealOptions = {},
): Promise<number> {
  const { scope, log, control, plans } = audit;
  // Deleted events must not come back after a purge, and a move copies the tenant's rows as they are.
  if (isGone(scope.tenant) || scope.tenant.status === 'MOVING') return 0;
  const { auditRetentionDays } = planOf(plans, scope.tenant).limits;
  let sealed = 0;
  let head = await log.head();
  for (let done = 0, attempts = 0; attempts < ATTEMPTS;) {
    await strikeMoved(control, scope.tenantId, head);
    const batch = done < batches ? await nextBatch(audit) : [];
    const isCut = batch.length > 0 && done > 0 && isTimeOver();
    if (batch.length === 0 || isCut) {
      if (isCut) onLeft?.();
      if (head.moved.length > 0) await log.settle(head);
      return sealed;
    }
    const events = batch.map(({ event }) => event);
    const linked = linkEvents(head, events, auditRetentionDays);
    const idsFrom = (from: Waiting['from']): string[] =>
      batch.filter((one) => one.from === from).map(({ event }) => event.id);
    const next = { ...linked.head, moved: idsFrom('outbox') };
    if (await log.append(head, { events: linked.events, head: next, taken: idsFrom('pending') })) {
      sealed += batch.length;
      done += 1;
      attempts = 0;
      head = next;
    } else {
      attempts += 1;
      await jitter(attempts);
      head = await log.head();
    }
  }
  onLeft?.();
  return sealed;
}

/** Deletes the events from the outbox that the last batch took from it. */
async function strikeMoved(control: Control, tenantId: string, { moved }: AuditHead): Promise<void> {
  if (moved.length === 0) return;
  await control.transact((transaction) => {
    for (const id of moved) transaction.strike({ tenantId, id });
    return Promise.resolve();
  });
}

/** Returns the oldest waiting events, as many as one transaction holds. */
async function nextBatch({ scope, log, control }: Audit): Promise<readonly Waiting[]> {
  const [pending, { records: outbox }] = await Promise.all([
    log.pending(MAX_ITEMS),
    control.list('events', scope.tenantId, { limit: MAX_ITEMS }),
  ]);
  const waiting: Waiting[] = [
    ...pending.map((event) => ({ event, from: 'pending' as const })),
    ...outbox.map((event) => ({ event, from: 'outbox' as const })),
  ].sort((one, other) => (one.event.id < other.event.id ? -1 : 1));
  let items = 0;
  return waiting.filter(({ from }) => (items += COST[from]) <= MAX_ITEMS);
}

/** Number of events in one query. */
const PAGE = 100;

/**
 * Deletes expired events, oldest first, until the time is over. DynamoDB's TTL deletes them too, but takes days.
 * @returns when the oldest one that is left expires, in milliseconds since 1970; null if none is left or it never does
 */
export async function dropExpired(
  { log, now }: Pick<Audit, 'log' | 'now'>,
  isTimeOver: () => boolean = () => false,
): Promise<number | null> {
  for (;;) {
    const { items } = await log.read({ after: null, limit: PAGE });
    for (const item of items) {
      const sealed = sealedIn(item);
      if (!sealed || !isOver(sealed.expiresAt, now()) || isTimeOver())
        return sealed?.expiresAt ? Date.parse(sealed.expiresAt) : null;
      await log.drop(item.seq);
    }
    if (items.length === 0) return null;
  }
}
