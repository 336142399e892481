import { basename, join } from 'node:path';

import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

/** A file of a function. */
export interface CodeFile {
  /** `index.js` */
  readonly name: string;
  readonly code: string;
  readonly map: string;
  /** What the file loads from its folder or from packages: `./s3.js`. */
  readonly loads: readonly string[];
}

const START = 'index.js';

/**
 * Bundles a function into `index.js`, which holds all that its start needs, and a file for each `import()` of the sources,
 * which holds what only that needs. A later file takes what it shares with the start from `index.js`. So each module
 * exists once, and the code of most requests is in one file.
 *
 * esbuild splits ES modules only. So a first pass splits, and a second one turns each part into CommonJS, which starts faster.
 */
export async function split(entry: string, options: BuildOptions): Promise<readonly CodeFile[]> {
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: { index: entry },
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    outdir: FOLDER,
    sourcemap: 'inline',
    sourcesContent: false,
    write: false,
    metafile: true,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const parts = partsOf(metafile);
  const first = startOf(parts);
  const shared = first.filter((name) => name !== START);
  return Promise.all(
    [START, ...[...parts.keys()].filter((name) => !first.includes(name))].map(async (name) => {
      const isStart = name === START;
      const built = await build({
        ...options,
        stdin: { contents: isStart ? startText(shared) : `export * from './${name}';`, resolveDir: FOLDER },
        format: 'cjs',
        supported: { 'dynamic-import': false },
        outfile: join(FOLDER, name),
        sourcemap: 'external',
        sourcesContent: false,
        write: false,
        metafile: true,
        plugins: [parted(texts, isStart ? first : [name], isStart ? [] : shared)],
      });
      const textOf = (ending: string): string =>
        built.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
      return {
        name,
        code: textOf('.js'),
        map: textOf('.map'),
        loads: Object.values(built.metafile.outputs).flatMap(({ imports }) =>
          imports.map(({ path }) => path),
        ),
      };
    }),
  );
}

/** No file is read or written there. Sources in maps are relative to it. */
const FOLDER = join(__dirname, '../dist/function');

/** Returns the names of the parts, each with those that it imports at once. */
function partsOf({ outputs }: Metafile): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(outputs).map(([path, { imports }]) => [
      basename(path),
      imports.flatMap(({ path: other, kind, external }) =>
        kind === 'import-statement' && !external ? [basename(other)] : [],
      ),
    ]),
  );
}

/** Returns the parts that are loaded with the first one. */
function startOf(parts: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found = new Set([START]);
  for (const name of found) for (const other of parts.get(name) ?? []) found.add(other);
  return [...found];
}

/** Returns a module that has the exports of a function, and those of the shared parts under names of their own. */
function startText(shared: readonly string[]): string {
  return [
    `export * from './${START}';`,
    ...shared.map((name, number) => `export * as shared${number} from './${name}';`),
  ].join('\n');
}

/** Reads parts from memory, and takes shared ones from `index.js`. Every other part is a file next to it. */
function parted(
  texts: ReadonlyMap<string, string>,
  own: readonly string[],
  shared: readonly string[],
): Plugin {
  return {
    name: 'parted',
    setup(builder) {
      builder.onResolve({ filter: /^\.\// }, ({ path, namespace }) => {
        const name = basename(path);
        if (namespace === 'shared') return { path, external: true };
        if (own.includes(name)) return { path: join(FOLDER, name), namespace: 'part' };
        return shared.includes(name) ? { path: name, namespace: 'shared' } : { path, external: true };
      });
      builder.onLoad({ filter: /./, namespace: 'part' }, ({ path }) => ({
        contents: texts.get(basename(path)) ?? '',
        resolveDir: FOLDER,
      }));
      builder.onLoad({ filter: /./, namespace: 'shared' }, ({ path }) => ({
        contents: `module.exports = require('./${START}').shared${shared.indexOf(path)};`,
        resolveDir: FOLDER,
      }));
    },
  };
}
