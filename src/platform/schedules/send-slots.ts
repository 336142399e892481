import type { ScheduleInfo } from '../../engine/index.ts';
import type { Control, ScheduleRoundRecord } from '../../store/index.ts';
import { MAX_DELAY_SECONDS, type TenantWork, type WorkQueue } from '../work/work.ts';
import { latestSlot } from './slots.ts';

export interface SlotParts {
  readonly control: Control;
  readonly queue: WorkQueue;
  readonly schedules: readonly ScheduleInfo[];
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Names this process among those that send at once. */
  readonly holder: string;
}

/** Tenants that are read in one call. */
const PAGE = 500;
/** Runs a second that the queue shows to workers: the runs of many tenants are spread, so that no other work waits for them. */
const A_SECOND = 200;
/** Milliseconds that a process holds a round after each page. */
const LEASE = 45_000;
/** Milliseconds after which a slot that was missed is left out. */
const STALE = 24 * 60 * 60 * 1000;

/**
 * Sends the slots that are due to all active tenants, until that time in milliseconds since 1970. Of the slots that were
 * missed, only the latest of the last 24 hours is sent. It saves its position after each page: a process that is cut off
 * repeats one page, and the claim of each run makes the repeat harmless.
 * @returns how many runs were sent
 */
export async function sendSlots(parts: SlotParts, until: number): Promise<number> {
  let sent = 0;
  const open = new Map<ScheduleInfo, ScheduleRoundRecord>();
  const take = async (info: ScheduleInfo): Promise<void> => {
    const round = await takeRound(parts, info);
    if (round) open.set(info, round);
    else open.delete(info);
  };
  for (const info of parts.schedules) await take(info);
  while (open.size > 0) {
    // A page of each in turn, so that one with many slots keeps no other from its own.
    for (const [info, round] of [...open]) {
      if (parts.now() >= until) {
        await Promise.all([...open.values()].map((held) => release(parts, held)));
        return sent;
      }
      const next = await sendPage(parts, info, round);
      sent += next ? next.sent - round.sent : 0;
      if (next && !next.isDone) open.set(info, next);
      else await take(info);
    }
  }
  return sent;
}

/** Lets another process continue a round at once. */
async function release({ control, holder }: SlotParts, { name }: ScheduleRoundRecord): Promise<void> {
  await control.transact(async (transaction) => {
    const known = await transaction.get('scheduleRound', { name });
    if (known?.holder === holder) transaction.put('scheduleRound', { ...known, holder: null, leaseUntil: 0 });
  });
}

/** Returns the round to send now, and holds it; null if there is none, or if another process sends it. */
function takeRound(
  { control, now, holder }: SlotParts,
  info: ScheduleInfo,
): Promise<ScheduleRoundRecord | null> {
  const { name, cron, timeZone } = info;
  return control.transact(async (transaction) => {
    const at = now();
    const known = await transaction.get('scheduleRound', { name });
    const times = `${cron} ${timeZone}`;
    const slot = latestSlot(info, at) ?? new Date(0).toISOString();
    const fresh: ScheduleRoundRecord = {
      ...{ name, times, slot, after: null, isDone: false, sent: 0, since: at },
      ...{ holder, leaseUntil: at + LEASE },
    };
    // A schedule that is new, or has other times, begins with the next slot.
    if (known?.times !== times) {
      transaction.put('scheduleRound', { ...fresh, isDone: true, holder: null, leaseUntil: 0 });
      return null;
    }
    if (!known.isDone && at - Date.parse(known.slot) < STALE) {
      if (known.leaseUntil > at && known.holder !== holder) return null;
      // An older round is completed first, or the last tenants would never have a turn.
      const taken = { ...known, holder, leaseUntil: fresh.leaseUntil };
      transaction.put('scheduleRound', taken);
      return taken;
    }
    if (slot <= known.slot || at - Date.parse(slot) >= STALE) return null;
    transaction.put('scheduleRound', fresh);
    return fresh;
  });
}

/** Sends a page of tenants and saves the position. Returns null if another process has taken the round. */
async function sendPage(
  { control, queue, now, holder }: SlotParts,
  { name }: ScheduleInfo,
  round: ScheduleRoundRecord,
): Promise<ScheduleRoundRecord | null> {
  const { records, after } = await control.list('tenants', '', { limit: PAGE, after: round.after });
  const work = records
    .filter(({ status }) => status === 'ACTIVE' || status === 'MOVING')
    .map(({ id }): TenantWork => ({ tenantId: id, is: 'schedule', name, slot: round.slot, trigger: 'slot' }));
  for (let at = 0; at < work.length; at += A_SECOND) {
    const due = round.since + ((round.sent + at) / A_SECOND) * 1000;
    const delay = Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.floor((due - now()) / 1000)));
    await queue.send(work.slice(at, at + A_SECOND), delay);
  }
  const next: ScheduleRoundRecord = {
    ...round,
    after,
    isDone: after === null,
    sent: round.sent + work.length,
    leaseUntil: now() + LEASE,
  };
  return control.transact(async (transaction) => {
    const known = await transaction.get('scheduleRound', { name });
    if (known?.holder !== holder || known.slot !== round.slot || known.after !== round.after) return null;
    transaction.put('scheduleRound', next);
    return next;
  });
}

/**
 * Begins the latest slots of the last 24 hours again, for all tenants: after a queue has lost its messages. Each run's claim
 * leaves out those that have run.
 */
export async function repeatSlots(control: Control): Promise<void> {
  for await (const { name } of control.all('scheduleRounds', ''))
    await control.transact(async (transaction) => {
      const known = await transaction.get('scheduleRound', { name });
      // A round that was never sent has nothing to repeat: its schedule is new.
      if (!known || (known.isDone && known.sent === 0)) return;
      const anew = { isDone: false, after: null, sent: 0, holder: null, leaseUntil: 0 };
      transaction.put('scheduleRound', { ...known, ...anew });
    });
}
