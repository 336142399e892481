import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { build, type BuildOptions, type Plugin } from 'esbuild';

import { unusedCode } from '../../infra/lib/unused-code.ts';
import { FIXTURE } from '../../codegen/places.ts';
import type { Model } from '../../src/model/index.ts';
import { sizedModel } from './sized-model.ts';

const ROOT = join(__dirname, '../..');
const RIVALS = join(ROOT, 'bench/rivals');
export const RIVAL_PACKAGES = join(RIVALS, 'node_modules');

/** The handlers that answer the same requests as ours. The first one is the reference of all ratios. */
export const RIVAL_NAMES = ['apollo-dataloader', 'apollo', 'yoga', 'floor', 'postgraphile'] as const;
export type RivalName = (typeof RIVAL_NAMES)[number];
export const REFERENCE: RivalName = 'apollo-dataloader';

/** Limits that bind every request and refuse none. */
const WIDE = {
  requestsPerSecond: 1_000_000,
  costPerSecond: 1_000_000_000,
  burstSeconds: 30,
  requestsPerMonth: 1_000_000_000_000,
  maxDepth: 16,
};

/** The bundles of one run, in a folder of their own. */
export interface Bundles {
  /** Returns the path of a function of ours. @param models the number of types of its schema; null for the fixture's */
  ours(name: string, models?: number | null): string;
  /** Returns the path of the source map of a file of a function. */
  mapOf(name: string, file: string): string;
  rival(name: RivalName): string;
  /** Returns the path of a script that runs in a child process. */
  child(name: 'database' | 'warm' | 'cold' | 'engine'): string;
}

/**
 * Bundles our functions as they are deployed, and the rivals as a stock bundler does.
 * @param sizes numbers of types for which our functions are bundled too
 */
export async function buildBundles(
  folder: string,
  rivals: readonly RivalName[],
  sizes: readonly number[],
): Promise<Bundles> {
  installRivals(rivals);
  const into = join(folder, 'ours');
  const sizedOf = (models: number): string => join(folder, `ours-${models}`);
  bundleOurs(into, generatedIn(join(folder, 'generated'), null));
  for (const models of sizes)
    bundleOurs(sizedOf(models), generatedIn(join(folder, `generated-${models}`), sizedModel(ROOT, models)));
  await build({
    ...STOCK,
    // It loads parts of itself by name, so it is no bundle: its process finds it by NODE_PATH.
    external: ['postgraphile', 'pg'],
    entryPoints: rivals.map((name) => join(RIVALS, `${name}.ts`)),
    outdir: join(folder, 'rivals'),
  });
  const children = ['database', 'warm', 'cold'].map((name) => join(__dirname, 'child', `${name}.ts`));
  await build({ ...STOCK, minify: false, entryPoints: children, outdir: join(folder, 'children') });
  await build({
    ...STOCK,
    mainFields: ['module', 'main'],
    conditions: ['import', 'module'],
    plugins: [unusedCode, fixtureFiles],
    entryPoints: [join(__dirname, 'child/engine.ts')],
    outdir: join(folder, 'children'),
  });
  cpSync(join(__dirname, 'child/redirect.cjs'), join(folder, 'children/redirect.cjs'));
  return {
    ours: (name, models = null) => join(models === null ? into : sizedOf(models), name, 'index.js'),
    mapOf: (name, file) => join(into, 'maps', name, `${file}.map`),
    rival: (name) => join(folder, 'rivals', `${name}.js`),
    child: (name) => join(folder, 'children', `${name}.js`),
  };
}

/** Bundles all functions by a process of infra/, which has its own packages. */
function bundleOurs(into: string, generated: string): void {
  const command = ['--import', 'tsx', join(ROOT, 'infra/bin/bundle.ts'), into, generated, ROOT];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: ROOT });
  if (status !== 0) throw new Error(`The functions were not bundled:\n${stderr.toString().slice(-2_000)}`);
}

/** Gives our engine the schema of the fixture in place of the app's. */
const fixtureFiles: Plugin = {
  name: 'fixture',
  setup(builder) {
    builder.onResolve({ filter: /^\.\.\/generated\// }, ({ path }) => ({
      path: join(ROOT, FIXTURE.generated, basename(path)),
    }));
  },
};

/** What esbuild does for a function of Node when only the target and the format are chosen. */
const STOCK: BuildOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  loader: { '.graphql': 'text' },
  logLevel: 'error',
};

/** Installs the packages of the rivals, from their own lockfile, when they are missing. */
function installRivals(rivals: readonly RivalName[]): void {
  if (rivals.length === 0 || existsSync(RIVAL_PACKAGES)) return;
  process.stderr.write('The packages of the rivals are missing: npm ci --prefix bench/rivals\n');
  const { status } = spawnSync('npm', ['ci', '--prefix', RIVALS, '--ignore-scripts'], { stdio: 'ignore' });
  if (status !== 0) throw new Error('Install the packages of the rivals: npm ci --prefix bench/rivals');
}

/** Writes the generated files of the fixture with wide limits for the plan `team`, and with a model if one is given. */
function generatedIn(into: string, model: Model | null): string {
  const from = join(ROOT, FIXTURE.generated);
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(from)) {
    const file = join(from, name);
    const text = name.endsWith('.ts')
      ? `export * from ${JSON.stringify(file)};\n`
      : readFileSync(file, 'utf8');
    writeFileSync(join(into, name), name === 'plans.json' ? withWideLimits(text) : text);
  }
  if (model) writeFileSync(join(into, 'model.json'), JSON.stringify(model));
  return into;
}

function withWideLimits(text: string): string {
  const plans = JSON.parse(text) as Readonly<Record<string, object>>;
  return JSON.stringify({ ...plans, team: { ...plans['team'], limits: WIDE } });
}
