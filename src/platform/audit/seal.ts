import { isGone, type Scope } from '../../tenant/index.ts';
import { jitter, type AuditEvent, type AuditHead, type AuditLog, type Control } from '../../store/index.ts';
import { planOf, type Plans } from '../plans/plan.ts';
import { isOver, linkEvents, sealedIn } from './chain.ts';

/** The audit of one tenant, with all that sealing it takes. */
export interface Audit {
  readonly scope: Scope;
  readonly log: AuditLog;
  readonly control: Control;
  readonly plans: Plans;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Items of one transaction beside the head (API reference, TransactWriteItems: 100 in all). */
const MOST_ITEMS = 99;
/** An event of the data table is put into the chain and taken from those that wait; one of the outbox is put only. */
const COST = { pending: 2, outbox: 1 } as const;
/** Attempts at one batch while others seal the same events. */
const ATTEMPTS = 40;

interface Waiting {
  readonly event: AuditEvent;
  readonly from: keyof typeof COST;
}

/**
 * Moves events that wait into the chain of the tenant: those of the data table, and those of the control table's outbox.
 * Anyone may seal at any time, and be cut off anywhere: a batch is one transaction on the condition that the chain ends
 * where it was read to end. Events of the data table are taken in that transaction. The outbox is another table: the head
 * names what a batch took from it, and whoever adds the next batch strikes those events first and looks again, so that an
 * event is never sealed twice and never struck before it was sealed.
 * @param batches the most to seal
 * @returns how many were sealed by this call
 */
export async function sealAudit(audit: Audit, batches = Number.POSITIVE_INFINITY): Promise<number> {
  const { scope, log, control, plans } = audit;
  // What was purged must not come back, and what is being moved is left as it is.
  if (isGone(scope.tenant) || scope.tenant.status === 'MOVING') return 0;
  const { auditRetentionDays } = planOf(plans, scope.tenant).limits;
  let sealed = 0;
  let head = await log.head();
  for (let done = 0, attempts = 0; attempts < ATTEMPTS;) {
    await strikeMoved(control, scope.tenantId, head);
    const batch = done < batches ? await nextBatch(audit) : [];
    if (batch.length === 0) {
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
  return sealed;
}

/** Strikes from the outbox what the last batch took from it. */
async function strikeMoved(control: Control, tenantId: string, { moved }: AuditHead): Promise<void> {
  if (moved.length === 0) return;
  await control.transact((transaction) => {
    for (const id of moved) transaction.strike({ tenantId, id });
    return Promise.resolve();
  });
}

/** The oldest events that wait, as many as one transaction holds. */
async function nextBatch({ scope, log, control }: Audit): Promise<readonly Waiting[]> {
  const [pending, { records: outbox }] = await Promise.all([
    log.pending(MOST_ITEMS),
    control.list('events', scope.tenantId, { limit: MOST_ITEMS }),
  ]);
  const waiting: Waiting[] = [
    ...pending.map((event) => ({ event, from: 'pending' as const })),
    ...outbox.map((event) => ({ event, from: 'outbox' as const })),
  ].sort((one, other) => (one.event.id < other.event.id ? -1 : 1));
  let items = 0;
  return waiting.filter(({ from }) => (items += COST[from]) <= MOST_ITEMS);
}

/** Events looked at together. */
const PAGE = 100;

/** Deletes the events whose time is over, the oldest first. DynamoDB does so too, by the table's TTL, within days. */
export async function dropExpired({ log, now }: Pick<Audit, 'log' | 'now'>): Promise<number> {
  let dropped = 0;
  for (;;) {
    const { items } = await log.read({ after: null, limit: PAGE });
    for (const item of items) {
      const sealed = sealedIn(item);
      if (!sealed || !isOver(sealed.expiresAt, now())) return dropped;
      await log.drop(item.seq);
      dropped += 1;
    }
    if (items.length === 0) return dropped;
  }
}
