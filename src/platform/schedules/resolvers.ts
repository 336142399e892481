import type { Resolvers } from '../generated/platform.ts';
import type { ScheduleInfo } from '../../engine/index.ts';
import { Refusal } from '../../tenant/index.ts';
import type { ScheduleRecord, ScheduleRun } from '../../store/index.ts';
import { change, type Change } from '../change.ts';
import type { PlatformContext } from '../context.ts';
import { isUnderWay, WAITING } from './runs.ts';

/** A schedule as administrators of a tenant see it. */
interface ShownSchedule extends ScheduleInfo {
  readonly nextRunAt: string | null;
  readonly lastRun: (ScheduleRun & { readonly isManual: boolean }) | null;
}

/** Resolvers of the schedules of the application, for the caller's tenant. */
export const scheduleResolvers = {
  Query: {
    async schedules(_root, _args, context) {
      const { scope, platform } = context;
      const records = new Map<string, ScheduleRecord>();
      for await (const record of platform.control.all('schedules', scope.tenantId))
        records.set(record.name, record);
      const show = await openShow(context);
      return platform.schedules.map((info) => show(info, records.get(info.name) ?? null));
    },
  },
  Mutation: {
    async runSchedule(_root, { name }, context) {
      const info = requireSchedule(context, name);
      const show = await openShow(context);
      const shown = (record: ScheduleRecord): ShownSchedule => show(info, record);
      return shown(await requestRun(context, name, shown));
    },
  },
} satisfies Resolvers;

/** @throws {Refusal} NOT_FOUND */
function requireSchedule({ platform }: PlatformContext, name: string): ScheduleInfo {
  const info = platform.schedules.find((one) => one.name === name);
  if (!info) throw new Refusal('NOT_FOUND', `There is no schedule "${name}".`);
  return info;
}

/**
 * Asks for a run, or returns the one that was asked for before and has not ended. Its record wakes the work.
 * @param answerOf returns the answer of the mutation, which a repeat gets
 */
function requestRun(
  context: PlatformContext,
  name: string,
  answerOf: (record: ScheduleRecord) => ShownSchedule,
): Promise<ScheduleRecord> {
  const { scope, platform } = context;
  const { tenantId } = scope;
  const request = async (transaction: Change): Promise<ScheduleRecord> => {
    const known = await transaction.get('schedule', { tenantId, name });
    if (known?.manual && isUnderWay(known.manual)) return known;
    const slot = new Date(platform.now()).toISOString();
    const record: ScheduleRecord = {
      tenantId,
      name,
      slot: known?.slot ?? null,
      manual: { ...WAITING, slot },
    };
    transaction.put('schedule', record);
    transaction.add('manualRun', { tenantId, id: `${name}@${slot}` });
    transaction.record({
      action: 'schedule.requested',
      entity: { type: 'TenantSchedule', id: name },
      detail: { slot },
    });
    return record;
  };
  return change(context, request, answerOf);
}

type Show = (info: ScheduleInfo, record: ScheduleRecord | null) => ShownSchedule;

/** Returns what shows the schedules. A request that asks for none loads no reader of cron expressions. */
async function openShow({ scope, platform }: PlatformContext): Promise<Show> {
  const { nextSlot } = await import('./slots.ts');
  return (info, record) => {
    const nextRunAt = scope.tenant.status === 'ACTIVE' ? nextSlot(info, platform.now()) : null;
    return { ...info, nextRunAt, lastRun: lastRunOf(record) };
  };
}

/** Returns the run that began last, or else the one that will. */
function lastRunOf(record: ScheduleRecord | null): ShownSchedule['lastRun'] {
  const slot = record?.slot && { ...record.slot, isManual: false };
  const manual = record?.manual && { ...record.manual, isManual: true };
  if (!slot || !manual) return slot ?? manual ?? null;
  return (manual.startedAt ?? manual.slot) > (slot.startedAt ?? slot.slot) ? manual : slot;
}
