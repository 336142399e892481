import type {
  CustomSchedule,
  CustomSchedules,
  ScheduleRunContext,
  TenantStore,
} from '../../../src/engine/index.ts';
import type { ScheduleRecord } from '../../../src/store/index.ts';
import { openTestApi, type TestApi, type TestApiOptions } from '../../api.ts';
import { openBehind, type Behind } from '../../shared/background.ts';

export type RunContext = ScheduleRunContext<TenantStore>;

/** A run that a test saw. */
export interface SeenRun {
  readonly tenant: string;
  readonly slot: string;
  readonly attempt: number;
}

/** An API with schedules, and a clock that a test moves. */
export interface ScheduleRig {
  readonly api: TestApi;
  readonly behind: Behind;
  readonly runs: readonly SeenRun[];
  now(): number;
  /** Moves the clock to a time, as ISO 8601. */
  to(time: string): void;
  /** Looks for slots, as the rule does each minute. */
  tick(): Promise<void>;
  /** Looks for slots at a time, and works until nothing is left. Returns the runs that began. */
  at(time: string): Promise<readonly SeenRun[]>;
  record(tenantId: string, name?: string): Promise<ScheduleRecord | null>;
}

const PERIOD = 600_000;
const BEGIN = Math.floor(Date.now() / PERIOD) * PERIOD;

/** Returns a slot after the begin of the tests, or a time so many seconds after it. Tokens know the real time. */
export function slot(number: number, seconds = 0): string {
  return new Date(BEGIN + number * PERIOD + seconds * 1000).toISOString();
}

export interface ScheduleRigOptions extends Pick<
  TestApiOptions,
  'through' | 'throughControl' | 'limits' | 'plans'
> {
  readonly schedule?: Partial<CustomSchedule>;
  /** More schedules. */
  readonly more?: CustomSchedules;
  /** What each run does, after it was noted. */
  readonly run?: (context: RunContext) => Promise<void>;
}

/** Opens an API with the schedule `often`, each ten minutes. The first look at slots is done. */
export async function openScheduleRig({
  schedule = {},
  more = {},
  run = () => Promise.resolve(),
  ...options
}: ScheduleRigOptions = {}): Promise<ScheduleRig> {
  let clock = Math.min(Date.now(), BEGIN + PERIOD - 1000);
  const runs: SeenRun[] = [];
  const often: CustomSchedule = {
    cron: '*/10 * * * *',
    async run(context) {
      runs.push({ tenant: context.scope.tenantId, slot: context.slot, attempt: context.attempt });
      await run(context);
    },
    ...schedule,
  };
  const api = await openTestApi({ ...options, schedules: { often, ...more }, now: () => clock });
  const behind = openBehind(api);
  const rig: ScheduleRig = {
    api,
    behind,
    runs,
    now: () => clock,
    to(time) {
      clock = Date.parse(time);
    },
    async tick() {
      await api.background.work({ slots: true });
    },
    async at(time) {
      rig.to(time);
      const before = runs.length;
      await rig.tick();
      await behind.work();
      return runs.slice(before);
    },
    record: (tenantId, name = 'often') => api.control.get('schedule', { tenantId, name }),
  };
  await rig.tick();
  return rig;
}
