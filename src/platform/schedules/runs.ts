import type { ScheduleRecord, ScheduleRun } from '../../store/index.ts';
import type { RunTrigger } from '../work/work.ts';

/** One run of a schedule for a tenant. */
export interface RunId {
  readonly tenantId: string;
  readonly name: string;
  readonly slot: string;
  readonly trigger: RunTrigger;
}

/** A run that has not begun. */
export const WAITING: Omit<ScheduleRun, 'slot'> = {
  status: 'WAITING',
  attempts: 0,
  startedAt: null,
  endedAt: null,
  error: null,
  leaseUntil: 0,
};

/** The longest time of a run, in milliseconds: that of a request. So all that waits for requests waits for runs too. */
export const RUN_LIMIT = 28_000;

/** Returns whether a run has not ended for good: it will begin, it runs, or it will be repeated. */
export function isUnderWay({ status }: ScheduleRun): boolean {
  return status !== 'DONE' && status !== 'FAILED';
}

/** Returns a record with another run in place of the one with its trigger. */
export function withRun(
  { tenantId, name, trigger }: Omit<RunId, 'slot'>,
  record: ScheduleRecord | null,
  run: ScheduleRun,
): ScheduleRecord {
  return { tenantId, name, slot: record?.slot ?? null, manual: record?.manual ?? null, [trigger]: run };
}

/** Returns the id of the record that asks for a run: `nightlyReport@2026-11-30T06:00:00.123Z`. */
export function manualRunId({ name, slot }: Pick<RunId, 'name' | 'slot'>): string {
  return `${name}@${slot}`;
}
