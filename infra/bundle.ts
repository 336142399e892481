import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { build, type BuildOptions, type Plugin } from 'esbuild';

import { FUNCTIONS, type FunctionName } from '../src/lambda/function-names.ts';
import { BINARIES, copyPackage, IMAGES } from './lib/binaries.ts';
import { BUNDLES } from './lib/functions.ts';
import { directImports } from './lib/direct-imports.ts';
import { split } from './lib/split.ts';
import { PHONES, unusedCode } from './lib/unused-code.ts';

const SOURCES = join(__dirname, '../src');
const LAMBDAS = join(SOURCES, 'lambda');
/** The app that is deployed. */
const GENERATED = join(__dirname, '../src/generated');

interface Apart {
  readonly from: string;
  readonly file: string;
  /** The folder from which it is imported. */
  readonly within?: string;
}

/**
 * What is in a file with a name of ours and shares no module with others: few requests need it, and a process reads the whole
 * text of `index.js` at its start. It is imported as `from`, by `import()` alone.
 */
const APART: readonly Apart[] = [
  { from: '@aws-sdk/client-s3', file: 's3.js' },
  { from: '@aws-sdk/client-cognito-identity-provider', file: 'cognito.js' },
  { from: '@aws-sdk/client-dynamodb', file: 'credentials.js' },
  { from: './sdk-calls.ts', file: 'sdk-calls.js' },
  { from: './generated/error-pages.ts', file: 'error-pages.js', within: join(__dirname, '../src/rest') },
];
const DRIVER = join(__dirname, '../src/store/dynamo/driver');

/**
 * Returns the folder with the source maps of a function's files, outside of its own. In its own, the first error of each
 * environment would read them, which takes half a second. `npm run trace` reads them instead.
 */
export function mapsOf(name: FunctionName, into = BUNDLES): string {
  return join(into, 'maps', name);
}

export interface BundleOptions {
  /** The folder of the bundles. */
  readonly into?: string;
  /** The folder with the generated files of the app. */
  readonly generated?: string;
  /** The folder whose packages with binaries the functions get. Those of Lambda's processor by default. */
  readonly images?: string;
}

/**
 * Bundles each function: all that its start needs into one file, and what is loaded later into others. Packages with
 * binaries are copied if they are installed: a template needs none, and `npm run deploy` refuses without them.
 */
export async function bundle({
  into = BUNDLES,
  generated = GENERATED,
  images = IMAGES,
}: BundleOptions = {}): Promise<void> {
  rmSync(into, { recursive: true, force: true });
  await Promise.all(FUNCTIONS.map((name) => bundleFunction(name, { into, generated, images })));
}

async function bundleFunction(
  name: FunctionName,
  { into, generated, images }: Required<BundleOptions>,
): Promise<void> {
  const folder = join(into, name);
  const files = await split(join(LAMBDAS, `${name}.ts`), {
    ...OPTIONS,
    plugins: [filesOf(generated), unusedCode, directImports(SOURCES)],
  });
  mkdirSync(folder, { recursive: true });
  mkdirSync(mapsOf(name, into), { recursive: true });
  for (const file of files) {
    writeFileSync(join(folder, file.name), file.code);
    writeFileSync(join(mapsOf(name, into), `${file.name}.map`), file.map);
  }
  const loaded = new Set(files.flatMap(({ loads }) => loads));
  for (const one of BINARIES) if (loaded.has(one)) copyPackage(one, images, folder);
  const apart = [...APART, PHONES].filter(({ file }) => loaded.has(`./${file}`));
  await Promise.all(apart.map((one) => bundleApart(one, folder)));
}

async function bundleApart({ from, file, within = DRIVER }: Apart, folder: string): Promise<void> {
  await build({
    ...OPTIONS,
    format: 'cjs',
    supported: { 'dynamic-import': false },
    stdin: { contents: `export * from '${from}'`, resolveDir: within },
    outfile: join(folder, file),
  });
}

/** Finds the generated files of an app, and what is in a file of its own. */
function filesOf(generated: string): Plugin {
  return {
    name: 'files',
    setup(builder) {
      builder.onResolve({ filter: /./ }, ({ path, kind }) => {
        const apart = kind === 'dynamic-import' && APART.find(({ from }) => from === path);
        return apart ? { path: `./${apart.file}`, external: true } : null;
      });
      builder.onResolve({ filter: /\.\/generated\// }, ({ path, resolveDir }) => {
        const file = relative(GENERATED, join(resolveDir, path));
        return file.startsWith('..') ? null : { path: join(generated, file) };
      });
    },
  };
}

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  minify: true,
  // One copy of each package: that in ES modules, of which esbuild leaves out what nothing calls.
  mainFields: ['module', 'main'],
  conditions: ['import', 'module'],
  external: BINARIES,
  logLevel: 'error',
};
