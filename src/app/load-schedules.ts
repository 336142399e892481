import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

import type { Problem } from '../model/index.ts';
import type { CustomSchedule, CustomSchedules } from '../engine/index.ts';
import { checkSchedule } from '../platform/index.ts';

import type { LoadModule } from './fresh-modules.ts';
import { importFile, isModule } from './import-file.ts';

/** A schedule of the application, and the file that exports it. */
export interface LoadedSchedule {
  readonly name: string;
  /** The name of the file in the folder of schedules. */
  readonly file: string;
  readonly schedule: CustomSchedule;
}

/**
 * Loads a folder of schedules, with every problem in them. Each file exports one or more under their names; files in
 * folders below are not read. A folder that is missing has none.
 * @param load by default imports a module, which Node does once in a process
 * @throws {UsageError} if a file cannot be loaded
 *
 * @example
 * ```ts
 * const { schedules, problems } = await loadSchedules('src/schedules');
 * ```
 */
export async function loadSchedules(
  folder: string | null,
  load?: LoadModule,
): Promise<{ readonly schedules: readonly LoadedSchedule[]; readonly problems: readonly Problem[] }> {
  if (folder === null || !statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return { schedules: [], problems: [] };
  const files = readdirSync(folder).filter(isModule).sort();
  const found = await Promise.all(
    files.map(async (file) =>
      Object.entries(await importFile(join(folder, file), load)).map(([name, exported]) => ({
        file,
        name,
        exported,
      })),
    ),
  );
  const all = found.flat().filter(({ name }) => name !== 'module.exports');
  const problems = [
    ...files.filter((file) => !all.some((one) => one.file === file)).map(exportsNone),
    ...all.flatMap(({ file, name, exported }) => checkSchedule(file, name, exported, Date.now())),
    ...all.filter(({ name }, at) => all.findIndex((one) => one.name === name) < at).map(isTwice),
  ];
  return {
    schedules:
      problems.length > 0
        ? []
        : all.map(({ file, name, exported }) => ({ file, name, schedule: exported as CustomSchedule })),
    problems,
  };
}

/** Returns schedules by their names. */
export function byName(schedules: readonly LoadedSchedule[]): CustomSchedules {
  return Object.fromEntries(schedules.map(({ name, schedule }) => [name, schedule]));
}

function exportsNone(file: string): Problem {
  return {
    severity: 'error',
    code: 'no-schedule',
    message: `${file}: the file exports no schedule.`,
    hint: `Write: export const ${basename(file, extname(file)).replace(/\W/g, '_')}: Schedule = { … }, or put the file into a folder below.`,
  };
}

function isTwice({ file, name }: { readonly file: string; readonly name: string }): Problem {
  return {
    severity: 'error',
    code: 'duplicate-schedule',
    message: `${file}: another file exports a schedule "${name}" too.`,
    hint: 'Give each schedule a name of its own.',
  };
}
