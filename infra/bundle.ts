import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import { BUNDLES, FUNCTIONS } from './lib/functions.ts';

const LAMBDAS = join(__dirname, '../src/lambda');

/** Bundles each function into one file, with all that it needs. */
export async function bundle(): Promise<void> {
  rmSync(BUNDLES, { recursive: true, force: true });
  await Promise.all(
    FUNCTIONS.map((name) =>
      build({
        entryPoints: [join(LAMBDAS, `${name}.ts`)],
        outfile: join(BUNDLES, name, 'index.js'),
        bundle: true,
        platform: 'node',
        target: 'node24',
        format: 'cjs',
        minify: true,
        sourcemap: true,
        sourcesContent: false,
        mainFields: ['module', 'main'],
        conditions: ['module'],
        logLevel: 'error',
      }),
    ),
  );
}
