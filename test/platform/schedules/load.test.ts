import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadSchedules } from '../../../src/app/load-schedules.ts';
import { FIXTURE } from '../../../codegen/places.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'schedules-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Loads files that export these values. */
async function problemsOf(
  files: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<readonly string[]> {
  for (const name of Object.keys(files)) writeFileSync(join(folder, name), '');
  const { problems } = await loadSchedules(folder, (file) =>
    Promise.resolve(files[file.slice(folder.length + 1)]),
  );
  return problems.map(({ message, hint = '' }) => `${message} ${hint}`);
}
const run = (): void => undefined;

test('the schedules of the fixture are loaded by the names of their exports', async () => {
  const { schedules, problems } = await loadSchedules(FIXTURE.schedules);
  expect(problems).toEqual([]);
  expect(schedules.map(({ name, file }) => [name, file])).toEqual([
    ['labelOnce', 'label-slots.ts'],
    ['labelSlots', 'label-slots.ts'],
  ]);
});

test('a folder that is missing has no schedules, and folders below one are not read', async () => {
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib', 'helper.ts'), 'export const helper = 1;');
  writeFileSync(join(folder, 'README.md'), '');
  expect(await loadSchedules(folder)).toEqual({ schedules: [], problems: [] });
  expect(await loadSchedules(join(folder, 'nowhere'))).toEqual({ schedules: [], problems: [] });
});

test('every mistake of all files is a Problem that names the file, the export and what to write', async () => {
  const problems = await problemsOf({
    'a.ts': {
      one: { cron: '0 6 * * *', run },
      two: { cron: '61 * * * *', timeZone: 'Mars/Base', run: 'no' },
    },
    'b.ts': { one: { cron: '0 0 30 2 *', run, retries: 1.5, often: true } },
    'c.ts': {},
    'd.ts': { helper: 7, 'the-name': { cron: '* * * * * *', description: 7, run } },
  });
  expect(problems.map((problem) => problem.replace(/: Invalid value[^W]*/, ': … '))).toEqual([
    'c.ts: the file exports no schedule. Write: export const c: Schedule = { … }, or put the file into a folder below.',
    'a.ts: two: "run" must be a function. Write: async run({ store }) { … }.',
    'a.ts: two: the time zone "Mars/Base" is unknown. Write the name of an IANA time zone: Europe/Berlin.',
    expect.stringContaining('a.ts: two: "61 * * * *" is no cron expression') as string,
    'b.ts: one: "often" is no member. The members are cron, timeZone, description, retries, run.',
    'b.ts: one: "retries" must be a whole number. It is from 0 to 10.',
    expect.stringContaining('b.ts: one: "0 0 30 2 *" is never due.') as string,
    expect.stringContaining('d.ts: helper: the export is no schedule.') as string,
    expect.stringContaining('d.ts: the-name: the name is too long, or has other characters.') as string,
    expect.stringContaining('d.ts: the-name: "description" must be a text.') as string,
    expect.stringContaining('d.ts: the-name: "* * * * * *" is no cron expression') as string,
    'b.ts: another file exports a schedule "one" too. Give each schedule a name of its own.',
  ]);
});

test('a file that cannot be loaded is named with the place of the mistake', async () => {
  writeFileSync(join(folder, 'broken.ts'), 'export const x = ;');
  const load = (): Promise<unknown> => Promise.reject(new Error('Unexpected ";"'));
  await expect(loadSchedules(folder, load)).rejects.toThrow(
    /The file ".*broken\.ts" cannot be loaded: Unexpected ";"/,
  );
});
