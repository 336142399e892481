import { isGone, type Actor } from '../../tenant/index.ts';
import type { Control, ControlTransaction, ScheduleRecord, ScheduleRun } from '../../store/index.ts';
import { auditEvent } from '../audit-entry.ts';
import { isUnderWay, manualRunId, RUN_LIMIT, WAITING, withRun, type RunId } from './runs.ts';

/** What became of the claim of a run. */
export type Claim =
  | { readonly is: 'claimed'; readonly attempt: number }
  /** It may run at that time, in milliseconds since 1970. */
  | { readonly is: 'later'; readonly at: number }
  /** It has run, or must not. */
  | { readonly is: 'over' };

export interface RunParts {
  readonly control: Control;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/** Milliseconds that a run holds its claim: it has ended by then, or its process has. */
const LEASE = RUN_LIMIT + 12_000;
/** Milliseconds after which the run of a tenant that is being moved is tried again. */
const AFTER_MOVE = 60_000;
/** Milliseconds before the first repeat. Each further one waits twice as long, at most until the queue's longest delay. */
const FIRST_REPEAT = 30_000;
const LONGEST_REPEAT = 900_000;
/** Milliseconds after which a slot that no run took is left out: a message was late by a day. */
const STALE = 24 * 60 * 60 * 1000;

const OVER: Claim = { is: 'over' };

/**
 * Claims a run: counts an attempt in the tenant's record, on the condition that no other process has. So a slot runs at
 * most once, and with retries at most so many times more. Runs of a schedule for one tenant never overlap. Only an active
 * tenant has runs. The check of its record in the same transaction keeps a purge from missing one.
 */
export async function claimRun({ control, now }: RunParts, run: RunId, retries: number): Promise<Claim> {
  return control.transact(async (transaction) => {
    const at = now();
    const { tenantId, name, slot, trigger } = run;
    if (Number.isNaN(Date.parse(slot))) return OVER;
    const tenant = await transaction.get('tenant', { id: tenantId });
    if (!tenant || isGone(tenant)) return OVER;
    if (tenant.status === 'MOVING') return { is: 'later', at: at + AFTER_MOVE };
    const record = await transaction.get('schedule', { tenantId, name });
    const known = record?.[trigger] ?? null;
    const isKnown = known?.slot === slot;
    if (isKnown ? !isUnderWay(known) : trigger === 'manual' || (known !== null && known.slot > slot)) {
      await forgetRequest(transaction, run);
      return OVER;
    }
    const giveUp = async (error: string): Promise<Claim> => {
      if (isKnown) await endForGood(transaction, run, record, { ...known, error }, at);
      return OVER;
    };
    if (tenant.status !== 'ACTIVE') return giveUp('The tenant is not active.');
    if (!isKnown && at - Date.parse(slot) >= STALE) return OVER;
    const busyUntil = Math.max(...[record?.slot, record?.manual].map((one) => leaseOf(one ?? null, run)));
    if (busyUntil > at) return { is: 'later', at: busyUntil };
    const attempts = isKnown ? known.attempts : 0;
    if (attempts > retries)
      return giveUp(
        known?.error ?? (attempts === 0 ? 'The schedule no longer exists.' : 'The process of the run ended.'),
      );
    const claimed: ScheduleRun = {
      ...WAITING,
      slot,
      status: 'RUNNING',
      attempts: attempts + 1,
      startedAt: new Date(at).toISOString(),
      leaseUntil: at + LEASE,
    };
    transaction.put('schedule', withRun(run, record, claimed));
    return { is: 'claimed', attempt: claimed.attempts };
  });
}

/** Returns until when a run keeps another one from its beginning: while it runs, or until its own repeat is due. */
function leaseOf(known: ScheduleRun | null, { slot }: RunId): number {
  if (known?.status === 'RUNNING') return known.leaseUntil;
  return known?.status === 'RETRYING' && known.slot === slot ? known.leaseUntil : 0;
}

/**
 * Saves how an attempt ended.
 * @param error a sentence for people; null if the run is done
 * @returns when the run is repeated, in milliseconds since 1970; null if it has ended for good
 */
export async function settleRun(
  { control, now }: RunParts,
  run: RunId,
  {
    attempt,
    retries,
    error,
  }: { readonly attempt: number; readonly retries: number; readonly error: string | null },
): Promise<number | null> {
  return control.transact(async (transaction) => {
    const at = now();
    const { tenantId, name, slot, trigger } = run;
    const record = await transaction.get('schedule', { tenantId, name });
    const known = record?.[trigger];
    // A purge removed it, or another process has claimed the run since.
    if (!known || known.slot !== slot || known.attempts !== attempt || !isUnderWay(known)) return null;
    const ended = { ...known, error, endedAt: new Date(at).toISOString() };
    if (error !== null && attempt <= retries) {
      const pause = Math.min(FIRST_REPEAT * 2 ** (attempt - 1), LONGEST_REPEAT);
      const repeated: ScheduleRun = { ...ended, status: 'RETRYING', leaseUntil: at + pause };
      transaction.put('schedule', withRun(run, record, repeated));
      return repeated.leaseUntil;
    }
    await endForGood(transaction, run, record, ended, at);
    return null;
  });
}

/** Saves the end of a run. The audit gets those that failed. */
async function endForGood(
  transaction: ControlTransaction,
  run: RunId,
  record: ScheduleRecord | null,
  ended: ScheduleRun,
  at: number,
): Promise<void> {
  const { tenantId, name, slot } = run;
  const status = ended.error === null ? 'DONE' : 'FAILED';
  const endedAt = new Date(at).toISOString();
  transaction.put('schedule', withRun(run, record, { ...ended, status, endedAt, leaseUntil: 0 }));
  await forgetRequest(transaction, run);
  if (status === 'DONE') return;
  const actor: Actor = { type: 'system', id: 'job', name: `schedule ${name}` };
  const entry = {
    action: 'schedule.failed',
    entity: { type: 'TenantSchedule', id: name },
    outcome: 'REFUSED',
    detail: { slot, attempts: ended.attempts, error: ended.error },
  } as const;
  transaction.record(auditEvent(tenantId, actor, { requestId: null, ip: null }, entry));
}

/** Removes the record that asked for a run. */
async function forgetRequest(transaction: ControlTransaction, run: RunId): Promise<void> {
  if (run.trigger === 'slot') return;
  const ids = { tenantId: run.tenantId, id: manualRunId(run) };
  if (await transaction.get('manualRun', ids)) transaction.remove('manualRun', ids);
}
