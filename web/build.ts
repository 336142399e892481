import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { BuildOptions, Metafile, Plugin } from 'esbuild';

const root = resolve(__dirname, '..');
const web = join(root, 'web');

/** Where the built page lies: index.html, assets/ and stamp.txt. Ignored by git. */
export const webDist = join(web, 'dist');

/** Monaco's workers by the label under which it asks for them (graphiql's setup-workers name the same three). */
const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
} as const;

/** The names by which GraphiQL loads Prettier's parsers lead to UMD files, of which esbuild sees no named exports. */
const prettierModules = {
  'prettier/parser-graphql': 'prettier/plugins/graphql',
  'prettier/parser-babel': 'prettier/plugins/babel',
} as const;

/** graphiql/style.css holds Monaco's styles already; the copies beside its modules would never be loaded. */
const withoutMonacoStyles: Plugin = {
  name: 'without-monaco-styles',
  setup: (build) => {
    build.onLoad({ filter: /monaco-editor[\\/]esm[\\/].*\.css$/ }, () => ({ contents: '', loader: 'css' }));
  },
};

/** Says whether `dist` was built from the sources, the lock file and the build as they are now. */
export async function isWebBuilt(dist = webDist): Promise<boolean> {
  const stamp = await readFile(join(dist, 'stamp.txt'), 'utf8').catch(() => undefined);
  return stamp !== undefined && stamp === (await stampOfSources());
}

/**
 * Builds the page into `dist` (about 1.5 s) unless it is fresh there; `force` builds anyway.
 * esbuild is loaded only when there is something to build. Two builds at once do no harm: assets are named by
 * their content, and the stamp is written last. Throws what esbuild finds wrong.
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
  } as const satisfies BuildOptions;

  const background = await bundle({ ...common, metafile: true, format: 'iife', entryPoints: workers });
  const urls = Object.fromEntries(
    Object.entries(workers).map(([label, entry]) => [label, urlOf(background.metafile, entry)]),
  );
  const page = await bundle({
    ...common,
    metafile: true,
    format: 'esm',
    splitting: true,
    entryPoints: { page: 'src/main.tsx' },
    define: { ...common.define, WORKER_URLS: JSON.stringify(urls) },
  });

  const written = [background, page].flatMap(({ metafile }) =>
    Object.keys(metafile.outputs).filter((file) => metafile.outputs[file]?.bytes),
  );
  await removeOthers(assets, new Set(written.map((file) => basename(file))));
  await Promise.all(written.map((file) => compress(resolve(web, file))));
  const html = await readFile(join(web, 'index.html'), 'utf8');
  const script = urlOf(page.metafile, 'src/main.tsx');
  await writeFile(
    join(dist, 'index.html'),
    html.replace('%SCRIPT%', script).replace('%STYLE%', styleOf(page.metafile, 'src/main.tsx')),
  );
  await writeFile(join(dist, 'stamp.txt'), stamp);
}

/** The output of an entry point. esbuild names an entry by its path from the working folder, node_modules included. */
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

/** Assets of earlier builds. */
async function removeOthers(assets: string, keep: ReadonlySet<string>): Promise<void> {
  await mkdir(assets, { recursive: true });
  const others = (await readdir(assets)).filter((file) => !keep.has(file));
  await Promise.all(others.map((file) => rm(join(assets, file), { force: true })));
}

/** Puts FILE.gz beside FILE, so that serving costs nothing. */
async function compress(file: string): Promise<void> {
  await writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file)));
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
