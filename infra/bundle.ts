import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

import { build } from 'esbuild';

import { BUNDLES } from './lib/functions.ts';

const LAMBDAS = join(__dirname, '../src/lambda');

/** The files of src/lambda that export a handler: those that read their configuration at once. */
export function handlers(): readonly string[] {
  return readdirSync(LAMBDAS)
    .filter((file) =>
      /^(graphql|authorizer|pre-token|operator|jobs|pre-sign-up|post-confirmation|operator-authorizer)\.ts$/.test(
        file,
      ),
    )
    .map((file) => basename(file, '.ts'));
}

/** Bundles each function into one file, with all that it needs. */
export async function bundle(): Promise<void> {
  rmSync(BUNDLES, { recursive: true, force: true });
  await Promise.all(
    handlers().map((name) =>
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
