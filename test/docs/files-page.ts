import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import { FIXTURE } from '../../codegen/places.ts';
import { temporaryFolder } from '../e2e/start-server.ts';

/** Lets a module load the packages of CommonJS that it contains. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);\n";

const page = readFileSync('docs/files.md', 'utf8');

/** Returns the snippet of docs/files.md in a language below a heading. */
export function snippetBelow(heading: string, language: 'graphql' | 'sh' | 'ts'): string {
  const below = page.slice(page.search(new RegExp(`^#+ ${heading}$`, 'm')));
  const [, code] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(below) ?? [];
  if (code === undefined) throw new Error(`docs/files.md has no ${language} below "${heading}".`);
  return code;
}

/** Writes the schema of the sample, with the type that the page declares, and returns its folder. */
export function writeFilesSchema(): string {
  const folder = temporaryFolder();
  cpSync(FIXTURE.schema, folder, { recursive: true });
  writeFileSync(join(folder, 'note.graphql'), snippetBelow('Declare a file', 'graphql'));
  return folder;
}

/**
 * Bundles a snippet of the page as one script, with `upload.ts` of the page next to it.
 * @param here the host that takes the place of localhost:4000
 * @param around what the snippet uses and does not make
 */
export async function bundleSnippet(
  code: string,
  options: {
    readonly folder: string;
    readonly here: string;
    readonly around: string;
    readonly platform: 'node' | 'browser';
    readonly outputs?: string;
  },
): Promise<string> {
  const { folder, here, around, platform, outputs = '{}' } = options;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text.replaceAll('localhost:4000', here));
  };
  write('upload.ts', snippetBelow('Upload from a program', 'ts'));
  write('snippet.ts', code);
  write('amplify_outputs.json', outputs);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'snippet.ts')],
    bundle: true,
    write: false,
    platform,
    format: platform === 'node' ? 'esm' : 'iife',
    nodePaths: ['node_modules'],
    banner: { js: platform === 'node' ? `${REQUIRE}${around}` : around },
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
