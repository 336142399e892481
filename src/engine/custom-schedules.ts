import type { Scope } from '../tenant/index.ts';
import type { Json } from '../model/index.ts';

import type { TenantStore } from './tables/open-tables.ts';

/** Work of the application that each tenant gets at times: an export of src/schedules. */
export interface TypedSchedule<Store> {
  /** Minute, hour, day of the month, month and day of the week: `0 6 * * *`. */
  readonly cron: string;
  /** The time zone of `cron`, by its IANA name: `Europe/Berlin`. UTC by default. */
  readonly timeZone?: string;
  /** A sentence for the administrators of tenants. */
  readonly description?: string;
  /** How often a run that failed, or whose process ended, is repeated: 0 to 10. By default 0: a slot runs at most once. */
  readonly retries?: number;
  /** Does the work for one tenant. An error fails the run. */
  readonly run: (context: ScheduleRunContext<Store>) => Promise<void> | void;
}

/** What a run gets. All data comes from it, and is that of one tenant. */
export interface ScheduleRunContext<Store> {
  readonly scope: Scope;
  /** The rows of the tenant. No rule knows the caller of a run, so most runs use `store.trusted`. */
  readonly store: Store;
  /** When the run was due, as ISO 8601 in UTC. It is the same for each repeat of the run. */
  readonly slot: string;
  /** The name of the schedule and the slot: `nightlyReport@2026-11-30T06:00:00.000Z`. A repeat has the same. */
  readonly key: string;
  /** 1, or the number of the repeat plus 1. */
  readonly attempt: number;
  /** Aborts when the time of the run is over. Calls of `store` then end by themselves. */
  readonly signal: AbortSignal;
  /** Writes a line into the log, with the tenant, the schedule and the slot. */
  readonly log: (message: string, detail?: Readonly<Record<string, Json>>) => void;
}

export type CustomSchedule = TypedSchedule<TenantStore>;

/** The schedules of the application by name: the exports of src/schedules. */
export type CustomSchedules = Readonly<Record<string, CustomSchedule>>;

/** What is known of a schedule without its code. */
export interface ScheduleInfo {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly description: string | null;
  readonly retries: number;
}

/** Returns what is known of schedules without their code, in the order of their names. */
export function infoOfSchedules(schedules: CustomSchedules): readonly ScheduleInfo[] {
  return Object.entries(schedules)
    .map(([name, { cron, timeZone = 'UTC', description = null, retries = 0 }]) => {
      return { name, cron, timeZone, description, retries };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
