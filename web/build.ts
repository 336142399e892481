import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { BuildOptions, Metafile, Plugin } from 'esbuild';

const root = resolve(__dirname, '..');
const web = join(root, 'web');

/** The folder of the built page: index.html, rest.html, assets/ and stamp.txt. Git ignores it. */
export const webDist = join(web, 'dist');

/** The file of the page with the reference of the REST API. */
export const REST_HTML = 'rest.html';

/** How the name of a file ends that a build still writes. */
const UNFINISHED = '.unfinished';
/** Milliseconds after which such a file is of a build that was killed. */
const KILLED_AFTER = 3_600_000;

/** Monaco's workers by the label under which it requests them. graphiql's setup-workers has the same three. */
const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
} as const;

/** The UMD files of Prettier's parsers, in which esbuild sees no named exports, under the names that GraphiQL loads. */
const prettierModules = {
  'prettier/parser-graphql': 'prettier/plugins/graphql',
  'prettier/parser-babel': 'prettier/plugins/babel',
} as const;

/**
 * A plugin that drops Monaco's styles: graphiql/style.css has them, so the copies next to its modules would never load.
 */
const withoutMonacoStyles: Plugin = {
  name: 'without-monaco-styles',
  setup: (build) => {
    build.onLoad({ filter: /monaco-editor[\\/]esm[\\/].*\.css$/ }, () => ({ contents: '', loader: 'css' }));
  },
};

/** Returns whether `dist` was built from the current sources, lock file and build. */
export async function isWebBuilt(dist = webDist): Promise<boolean> {
  const stamp = await readFile(join(dist, 'stamp.txt'), 'utf8').catch(() => undefined);
  return stamp !== undefined && stamp === (await stampOfSources());
}

/**
 * Builds the page into `dist` (about 1.5 s) unless it is fresh there. `force` builds it anyway.
 * It loads esbuild only if it builds. Two builds at once do no harm, nor do they to a browser that loads the page: assets
 * are named by their content, each file appears whole, and the stamp is written last.
 * @throws {Error} with esbuild's findings
 */
export async function buildWeb(
  options: { readonly force?: boolean; readonly dist?: string } = {},
): Promise<{ readonly built: boolean; readonly milliseconds: number }> {
  const { force = false, dist = webDist } = options;
  const start = performance.now();
  const built = force || !(await isWebBuilt(dist));
  if (built) await build(dist);
  return { built, milliseconds: Math.round(performance.now() - start) };
}

async function build(dist: string): Promise<void> {
  const { build: bundle } = await import('esbuild');
  const stamp = await stampOfSources();
  const assets = join(dist, 'assets');
  const common = {
    absWorkingDir: web,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    outdir: assets,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    loader: { '.ttf': 'file' },
    alias: prettierModules,
    plugins: [withoutMonacoStyles],
    legalComments: 'linked',
    logLevel: 'silent',
    write: false,
    metafile: true,
  } as const satisfies BuildOptions;

  const background = await bundle({ ...common, format: 'iife', entryPoints: workers });
  const urls = Object.fromEntries(
    Object.entries(workers).map(([label, entry]) => [label, urlOf(background.metafile, entry)]),
  );
  const page = await bundle({
    ...common,
    format: 'esm',
    splitting: true,
    entryPoints: { page: 'src/main.tsx' },
    define: { ...common.define, WORKER_URLS: JSON.stringify(urls) },
  });

  // A build of its own: what it shares with the page of GraphiQL is small, and GraphiQL loads nothing of it.
  const reference = await bundle({
    ...common,
    format: 'esm',
    splitting: true,
    entryPoints: { rest: 'src/rest-main.tsx' },
  });

  const outputs = [background, page, reference].flatMap(({ outputFiles }) => outputFiles);
  const files = outputs.filter(({ contents }) => contents.byteLength > 0);
  await removeOthers(assets, new Set(files.map(({ path }) => basename(path))));
  await Promise.all(files.map(({ path, contents }) => writeAsset(path, contents)));
  const html = await readFile(join(web, 'index.html'), 'utf8');
  for (const [file, { metafile }, entry] of [
    ['index.html', page, 'src/main.tsx'],
    [REST_HTML, reference, 'src/rest-main.tsx'],
  ] as const) {
    const text = html
      .replace('%SCRIPT%', urlOf(metafile, entry))
      .replace('%STYLE%', styleOf(metafile, entry));
    await writeWhole(join(dist, file), text);
  }
  await writeWhole(join(dist, 'stamp.txt'), stamp);
}

/**
 * Returns the output of an entry point. esbuild names an entry by its path from the working folder, with node_modules.
 */
function outputOf(
  metafile: Metafile,
  entry: string,
): readonly [file: string, output: Metafile['outputs'][string]] {
  const found = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(entry));
  if (!found) throw new Error(`The build of the page has no output for "${entry}".`);
  return found;
}

const assetUrl = (file: string) => `/assets/${basename(file)}`;
const urlOf = (metafile: Metafile, entry: string) => assetUrl(outputOf(metafile, entry)[0]);

function styleOf(metafile: Metafile, entry: string): string {
  const { cssBundle } = outputOf(metafile, entry)[1];
  if (cssBundle === undefined) throw new Error(`The build of the page has no styles for "${entry}".`);
  return assetUrl(cssBundle);
}

/** Removes assets of earlier builds, and what killed ones left. */
async function removeOthers(assets: string, keep: ReadonlySet<string>): Promise<void> {
  await mkdir(assets, { recursive: true });
  const others = (await readdir(assets)).filter((file) => !keep.has(file.replace(/\.gz$/, '')));
  await Promise.all(
    others.map(async (file) => {
      const path = join(assets, file);
      if (!file.endsWith(UNFINISHED) || (await isAbandoned(path))) await rm(path, { force: true });
    }),
  );
}

/** Returns whether a file is unfinished since so long that its build was killed. */
async function isAbandoned(path: string): Promise<boolean> {
  // Another build may have renamed it meanwhile.
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > KILLED_AFTER;
}

/** Writes an asset, and FILE.gz next to it, so that serving costs nothing. */
async function writeAsset(file: string, contents: Uint8Array): Promise<void> {
  await writeWhole(`${file}.gz`, await promisify(gzip)(contents));
  await writeWhole(file, contents);
}

/** Writes a file under a name of its own, then renames it: a reader finds the whole file, before and after. */
async function writeWhole(file: string, contents: string | Uint8Array): Promise<void> {
  const unfinished = `${file}.${randomUUID()}${UNFINISHED}`;
  await writeFile(unfinished, contents);
  await rename(unfinished, file);
}

async function stampOfSources(): Promise<string> {
  const inside = await readdir(join(web, 'src'), { recursive: true, withFileTypes: true });
  const sources = inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = [
    ...sources.sort(),
    join(web, 'index.html'),
    join(web, 'package.json'),
    join(root, 'package-lock.json'),
    __filename,
  ];
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`\n${relative(root, file)}\n`).update(await readFile(file));
  }
  return hash.digest('hex');
}
