import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { build, type BuildOptions } from 'esbuild';

import { FUNCTIONS, type FunctionName } from '../src/lambda/function-names.ts';
import { BUNDLES } from './lib/functions.ts';

const LAMBDAS = join(__dirname, '../src/lambda');

/** What hardly any request needs stands in a file of its own: a process reads the text of a bundle whole at its start. */
const APART = { from: '@aws-sdk/client-s3', file: 's3.js' };

/** Bundles each function into one file, with all that it needs; and one beside it, for what is loaded later. */
export async function bundle(): Promise<void> {
  rmSync(BUNDLES, { recursive: true, force: true });
  await Promise.all(FUNCTIONS.map(bundleFunction));
}

async function bundleFunction(name: FunctionName): Promise<void> {
  const path = `./${APART.file}`;
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: [join(LAMBDAS, `${name}.ts`)],
    outfile: join(BUNDLES, name, 'index.js'),
    metafile: true,
    plugins: [
      {
        name: 'apart',
        setup(builder) {
          builder.onResolve({ filter: new RegExp(`^${APART.from}$`) }, () => ({ path, external: true }));
        },
      },
    ],
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  if (imports.some((imported) => imported.path === path))
    await build({
      ...OPTIONS,
      stdin: { contents: `export * from '${APART.from}'`, resolveDir: LAMBDAS },
      outfile: join(BUNDLES, name, APART.file),
    });
}

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // `import()` is `require` later: it finds a file beside this one wherever it runs.
  supported: { 'dynamic-import': false },
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  mainFields: ['module', 'main'],
  conditions: ['module'],
  logLevel: 'error',
};
