import type { Resolvers } from '../generated/platform.ts';
import type { ScheduleInfo } from '../../engine/index.ts';
import { Refusal } from '../../tenant/index.ts';
import type { ScheduleRecord, ScheduleRun } from '../../store/index.ts';
import { change } from '../change.ts';
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
      return Promise.all(
        platform.schedules.map((info) => shown(context, info, records.get(info.name) ?? null)),
      );
    },
  },
  Mutation: {
    async runSchedule(_root, { name }, context) {
      const info = requireSchedule(context, name);
      return shown(context, info, await requestRun(context, name));
    },
  },
} satisfies Resolvers;

/** @throws {Refusal} NOT_FOUND */
function requireSchedule({ platform }: PlatformContext, name: string): ScheduleInfo {
  const info = platform.schedules.find((one) => one.name === name);
  if (!info) throw new Refusal('NOT_FOUND', `There is no schedule "${name}".`);
  return info;
}

/** Asks for a run, or returns the one that was asked for before and has not ended. Its record wakes the work. */
function requestRun(context: PlatformContext, name: string): Promise<ScheduleRecord> {
  const { scope, platform } = context;
  const { tenantId } = scope;
  return change(context, async (transaction) => {
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
  });
}

async function shown(
  { scope, platform }: PlatformContext,
  info: ScheduleInfo,
  record: ScheduleRecord | null,
): Promise<ShownSchedule> {
  // A request that asks for no schedule reads no cron expression.
  const { nextSlot } = await import('./slots.ts');
  const nextRunAt = scope.tenant.status === 'ACTIVE' ? nextSlot(info, platform.now()) : null;
  return { ...info, nextRunAt, lastRun: lastRunOf(record) };
}

/** Returns the run that began last, or else the one that will. */
function lastRunOf(record: ScheduleRecord | null): ShownSchedule['lastRun'] {
  const slot = record?.slot && { ...record.slot, isManual: false };
  const manual = record?.manual && { ...record.manual, isManual: true };
  if (!slot || !manual) return slot ?? manual ?? null;
  return (manual.startedAt ?? manual.slot) > (slot.startedAt ?? slot.slot) ? manual : slot;
}
