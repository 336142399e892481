/**
 * Runs once before all tests: bundles the server and the commands, which the end-to-end tests start more than a hundred
 * times. A bundle starts in an eighth of the time that tsx takes. Packages stay outside of it. A run that names only other
 * tests needs no bundles, and without them a command starts from its source.
 */
const { mkdtempSync, mkdirSync, readFileSync, readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { build } = require('esbuild');

const root = join(__dirname, '..', '..');

/** A bundled module keeps the place of its source: the build of the page, for one, hashes itself to see whether it is stale. */
const keepPlaces = {
  name: 'keep-places',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](src|web|codegen)[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('__dirname', JSON.stringify(dirname(path)))
        .replaceAll('__filename', JSON.stringify(path)),
      loader: 'ts',
    }));
  },
};

/** The tests that start commands. */
const STARTS_COMMANDS = /e2e|evolve/;

module.exports = async ({ testPathPatterns: { patterns } }) => {
  if (patterns.length > 0 && !patterns.some((pattern) => STARTS_COMMANDS.test(pattern))) return;
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const outdir = mkdtempSync(join(cache, 'tenantql-commands-'));
  const commands = readdirSync(join(root, 'src/cli/commands')).map((name) => `src/cli/commands/${name}`);
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/start/main.ts', ...commands],
    outbase: '.',
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    plugins: [keepPlaces],
  });
  // Workers inherit the environment.
  process.env.TENANTQL_BUNDLES = outdir;
};
