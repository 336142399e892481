import { createHash } from 'node:crypto';

import type { Control, JobRecord } from '../../store/index.ts';
import { isLiving } from '../tenants/find-tenant.ts';
import { HOUR, hourOf, startOf } from '../usage/hour.ts';
import { workOfManualRun } from './manual-run.ts';
import type { TenantWork, WorkQueue } from './work.ts';

const HOURS_OF_DAY = 24;
/** Milliseconds for which an hour is read again: a note may be written while the hour begins. */
const READ_AGAIN = HOUR;
/** Milliseconds that the first look goes back. */
const FIRST_LOOK = 2 * HOUR;
/** Milliseconds after which an open job without a run is sent again: its message was lost, or is a dead letter. */
const LOST_AFTER = HOUR;

/**
 * Notes when the upkeep of a tenant is due next although nothing changes: when its oldest audit event expires. Each tenant
 * has an hour of the day for it, so that the work of all is spread. Writes only if the hour changes. Notes nothing for a
 * tenant that is being purged: the record would outlive it.
 * @param at milliseconds since 1970; null if nothing will be due
 */
export async function noteDue(control: Control, tenantId: string, at: number | null): Promise<void> {
  const hour = at === null ? null : dueHour(tenantId, at);
  await control.transact(async (transaction) => {
    const known = await transaction.get('due', { tenantId });
    if ((known?.hour ?? null) === hour) return;
    if (hour === null) transaction.remove('due', { tenantId });
    else if (await isLiving(transaction, tenantId)) transaction.put('due', { tenantId, hour });
  });
}

/** Returns the first hour after a time that is the tenant's hour of the day: `2026-11-30T05`. */
function dueHour(tenantId: string, at: number): string {
  const own = (createHash('sha256').update(tenantId).digest()[0] ?? 0) % HOURS_OF_DAY;
  const next = Math.floor(at / HOUR) + 1;
  return hourOf((next + ((own - (next % HOURS_OF_DAY) + HOURS_OF_DAY) % HOURS_OF_DAY)) * HOUR);
}

/** What was sent because it is due. */
export interface Due {
  readonly upkeeps: number;
  readonly jobs: number;
  /** The longest time, in seconds, for which a job has been due and no run has taken it. */
  readonly wait: number;
}

/**
 * Sends the upkeep of the tenants that are due, and once an hour the open jobs that no run has taken for an hour, and
 * the runs of schedules that administrators asked for. It reads what is due and what is open, not all tenants. A repeat sends again what was
 * sent, and loses nothing.
 */
export async function sendDue(control: Control, queue: WorkQueue, now: number): Promise<Due> {
  const read = await control.get('dueRead', {});
  const from = Math.min(read ? startOf(read.hour) : now - FIRST_LOOK, now - READ_AGAIN);
  let upkeeps = 0;
  for (let at = from; at <= now; at += HOUR) upkeeps += await sendHour(control, queue, hourOf(at), now);
  const open: JobRecord[] = [];
  for await (const job of control.all('openJobs', '')) open.push(job);
  const waits = open.map((job) => now - dueSince(job));
  const lost = open.filter((_, at) => (waits[at] ?? 0) >= LOST_AFTER).map(workOfJob);
  const hour = hourOf(now - READ_AGAIN);
  const isNewHour = !read || read.hour < hour;
  if (isNewHour)
    for await (const { tenantId, id } of control.all('openManualRuns', ''))
      lost.push(workOfManualRun(tenantId, id));
  if (isNewHour && lost.length > 0) await queue.send(lost);
  if (isNewHour) await noteRead(control, hour);
  return {
    upkeeps,
    jobs: isNewHour ? lost.length : 0,
    wait: Math.floor(waits.reduce((most, wait) => Math.max(most, wait), 0) / 1000),
  };
}

async function noteRead(control: Control, hour: string): Promise<void> {
  await control.transact(async (transaction) => {
    const known = await transaction.get('dueRead', {});
    if (!known || known.hour < hour) transaction.put('dueRead', { hour });
  });
}

async function sendHour(control: Control, queue: WorkQueue, hour: string, now: number): Promise<number> {
  let sent = 0;
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof control.list<'due'>>> = await control.list('due', hour, { after });
    const work = page.records.map(({ tenantId }): TenantWork => ({ tenantId, is: 'upkeep' }));
    if (work.length > 0) await queue.send(work);
    // The upkeep notes the next hour, and may have done so already. If it fails to the end, the next day sends it again.
    for (const { tenantId } of work)
      await control.transact(async (transaction) => {
        const known = await transaction.get('due', { tenantId });
        if (known?.hour === hour) transaction.put('due', { tenantId, hour: dueHour(tenantId, now) });
      });
    sent += work.length;
    if (page.after === null) return sent;
    ({ after } = page);
  }
}

function workOfJob({ tenantId, id }: JobRecord): TenantWork {
  return { tenantId, is: 'job', jobId: id };
}

function dueSince({ updatedAt, leaseUntil }: JobRecord): number {
  return Math.max(Date.parse(updatedAt), leaseUntil);
}
