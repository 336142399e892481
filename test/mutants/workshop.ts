import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';

import { placesOf, type Mutant } from './mutant.ts';

/** The result of the tests on a mutant. */
export type Verdict = 'noticed' | 'survived' | `broken: ${string}`;

/** A copy of the tree in which mutants are tested one at a time. */
export interface Workshop {
  /** Runs the narrow test on a mutant. */
  tryOut(mutant: Mutant): Promise<Verdict>;
  /** Runs narrow tests of one file together on the unchanged sources. Returns the verdict of each, in their order. */
  tryUnharmed(watches: readonly Mutant['noticed'][]): Promise<readonly Verdict[]>;
  close(): Promise<void>;
}

const FOLDERS = ['src', 'web', 'test', 'schema', 'codegen', 'docs'];
const TREE = [...FOLDERS, 'package.json', 'tsconfig.json', 'jest.config.cjs'];

export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantql-mutants-'));
  for (const name of TREE) await cp(name, join(folder, name), { recursive: true });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const types = { extends: './tsconfig.json', include: ['test/types'] };
  await writeFile(join(folder, 'tsconfig.types.json'), JSON.stringify(types));
  return {
    async tryOut({ file, text, by, noticed }) {
      const path = join(folder, file);
      const source = await readFile(path, 'utf8');
      const places = placesOf({ text }, source);
      if (places !== 1) return `broken: "${text}" occurs ${places} times in ${file}`;
      await writeFile(
        path,
        source.replace(text, () => by),
      );
      try {
        return await (noticed === 'types' ? compile(folder) : testOne(folder, ...noticed));
      } finally {
        await writeFile(path, source);
      }
    },
    async tryUnharmed(watches) {
      const named = watches.filter((watch) => watch !== 'types');
      const [[file] = ['']] = named;
      if (named.length === 0) return [await compile(folder)];
      return test(
        folder,
        file,
        named.map(([, title]) => title),
      );
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** Compiles test/types: a mutant is noticed when a `@ts-expect-error` there has no error. */
async function compile(folder: string): Promise<Verdict> {
  const { output } = await run(folder, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json']);
  if (output.trim() === '') return 'survived';
  return /^test\/types\/walls\.ts.*TS2578/m.test(output) ? 'noticed' : `broken: ${output}`;
}

async function testOne(folder: string, file: string, title: string): Promise<Verdict> {
  const [verdict] = await test(folder, file, [title]);
  return verdict ?? didNotRun(file);
}

/** Runs the tests of a file that have one of the titles. Returns the verdict of each title; '' means all tests. */
async function test(folder: string, file: string, titles: readonly string[]): Promise<readonly Verdict[]> {
  const pattern = titles.includes('') ? [] : ['--testNamePattern', titles.join('|')];
  // A file of its own: a test may print figures, which would mix with a report on standard output.
  const reportFile = join(folder, 'report.json');
  await rm(reportFile, { force: true });
  await run(folder, [
    ...['node_modules/jest/bin/jest.js', file, '--silent', '--runInBand', '--testTimeout', '20000'],
    ...['--json', '--outputFile', reportFile],
    ...pattern,
  ]);
  const report = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
  return titles.map((title) => verdictOf(report, file, title));
}

interface Report {
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Returns whether a test with a title failed. A test that does not run is broken, not noticed. */
function verdictOf(report: Report, file: string, title: string): Verdict {
  // Jest ignores the case too.
  const words = new RegExp(title, 'i');
  const statuses = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => words.test(fullName))
    .map(({ status }) => status);
  if (report.numRuntimeErrorTestSuites > 0) return didNotRun(file);
  if (statuses.includes('failed')) return 'noticed';
  return statuses.includes('passed') ? 'survived' : didNotRun(file);
}

function didNotRun(file: string): Verdict {
  return `broken: ${file} did not run`;
}

async function run(cwd: string, args: readonly string[]): Promise<{ output: string }> {
  // The bundles of this run are not those of the mutant.
  const { JEST_WORKER_ID: _worker, TENANTQL_BUNDLES: _bundles, ...rest } = process.env;
  const env = { ...rest, ROUNDS: 'whole' };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  return { output: await textOf(child.stdout) };
}
