import type { LoadedSchedule } from '../../src/app/index.ts';

/** The paths from the file to the rooms of src and to the owner's schedules. */
export interface Imports {
  readonly rooms: string;
  readonly schedules: string;
}

/** Returns the file with the type of the owner's schedules, which imports them. */
export function schedulesFile(
  schedules: readonly LoadedSchedule[],
  { rooms, schedules: folder }: Imports,
): string {
  const files = [...new Set(schedules.map(({ file }) => file))];
  const namesIn = (file: string): string =>
    schedules.flatMap((one) => (one.file === file ? [one.name] : [])).join(', ');
  const names = schedules.map(({ name }) => name).sort();
  return `${[
    '// Written by `npm run codegen`.',
    `import type { CustomSchedules, TypedSchedule, TypedStore } from '${rooms}/engine/index.ts';`,
    ...files.map((file) => `import { ${namesIn(file)} } from '${folder}/${file}';`),
    "import type { Models } from './models.ts';",
    '',
    '/** Work that each tenant gets at times. Each export of src/schedules is one. */',
    'export type Schedule = TypedSchedule<TypedStore<Models>>;',
    '',
    `const all: Readonly<Record<string, Schedule>> = ${names.length > 0 ? `{ ${names.join(', ')} }` : '{}'};`,
    '',
    '/** All schedules of src/schedules, for the Lambda. */',
    'export const schedules = all as unknown as CustomSchedules;',
  ].join('\n')}\n`;
}
