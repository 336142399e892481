import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { build, type BuildOptions } from 'esbuild';

import { FUNCTIONS, type FunctionName } from '../src/lambda/function-names.ts';
import { BINARIES, copyPackage, IMAGES } from './lib/binaries.ts';
import { BUNDLES } from './lib/functions.ts';

const LAMBDAS = join(__dirname, '../src/lambda');
/** The app that is deployed. */
const GENERATED = join(__dirname, '../src/generated');

/**
 * What is in a file of its own: few requests need it, and a process reads the whole text of a bundle at its start. It is
 * imported as `from`, by `import()` alone.
 */
const APART: readonly { readonly from: string; readonly file: string; readonly within?: string }[] = [
  { from: '@aws-sdk/client-s3', file: 's3.js' },
  { from: '@aws-sdk/client-cognito-identity-provider', file: 'cognito.js' },
  { from: '@aws-sdk/client-dynamodb', file: 'credentials.js' },
  { from: './sdk-calls.ts', file: 'sdk-calls.js' },
  { from: './generated/error-pages.ts', file: 'error-pages.js', within: join(__dirname, '../src/rest') },
];
const DRIVER = join(__dirname, '../src/store/dynamo/driver');

/**
 * Returns the file with the source map of a function, outside of its folder. In the folder, the first error of each
 * environment would read it, which takes half a second. `npm run trace` reads it instead.
 */
export function mapOf(name: FunctionName, into = BUNDLES): string {
  return join(into, 'maps', `${name}.js.map`);
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
 * Bundles each function with everything that it needs into one file, and other files for what is loaded later. Packages with
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
  const outfile = join(into, name, 'index.js');
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: [join(LAMBDAS, `${name}.ts`)],
    outfile,
    metafile: true,
    sourcemap: 'external',
    sourcesContent: false,
    plugins: [
      {
        name: 'apart',
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
      },
    ],
  });
  mkdirSync(dirname(mapOf(name, into)), { recursive: true });
  renameSync(`${outfile}.map`, mapOf(name, into));
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const imported = APART.filter(({ file }) => imports.some(({ path }) => path === `./${file}`));
  for (const name of BINARIES.filter((one) => imports.some(({ path }) => path === one)))
    copyPackage(name, images, dirname(outfile));
  for (const { from, file, within = DRIVER } of imported)
    await build({
      ...OPTIONS,
      stdin: { contents: `export * from '${from}'`, resolveDir: within },
      outfile: join(into, name, file),
    });
}

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // `import()` is a later `require`: it finds a file next to this one wherever it runs.
  supported: { 'dynamic-import': false },
  minify: true,
  mainFields: ['module', 'main'],
  conditions: ['module'],
  external: BINARIES,
  logLevel: 'error',
};
