import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What the owner of an app writes, and what codegen makes of it. */
const OWNED = [
  'schema/app',
  'schema/plans.json',
  'src/resolvers',
  'src/schedules',
  'src/generated',
  'infra/stages.ts',
  'test/app',
];

/** What a clone gets by `npm ci`. */
const INSTALLED = ['node_modules', 'web/dist'];

/** Copies this repository to a folder, with another app in place of its own. */
export function copyRepository(to: string, app: string): void {
  for (const file of repositoryFiles()) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(file, join(to, file));
  }
  for (const path of OWNED) rmSync(join(to, path), { recursive: true, force: true });
  for (const folder of ['schema', 'src', 'infra'])
    cpSync(join(app, folder), join(to, folder), { recursive: true });
  for (const folder of INSTALLED.filter((path) => existsSync(path)))
    symlinkSync(resolve(folder), join(to, folder), 'junction');
}

/** Lists the files that a commit of this repository would hold. */
function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return listed.split('\0').filter((file) => file !== '' && existsSync(file));
}
