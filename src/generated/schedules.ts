// Written by `npm run codegen`.
import type { CustomSchedules, TypedSchedule, TypedStore } from '../engine/index.ts';
import { remindOfLateTasks } from '../schedules/remind-of-late-tasks.ts';
import type { Models } from './models.ts';

/** Work that each tenant gets at times. Each export of src/schedules is one. */
export type Schedule = TypedSchedule<TypedStore<Models>>;

const all: Readonly<Record<string, Schedule>> = { remindOfLateTasks };

/** All schedules of src/schedules, for the Lambda. */
export const schedules = all as unknown as CustomSchedules;
