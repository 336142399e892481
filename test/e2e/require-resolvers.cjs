/**
 * Preloaded by a bundled server: its resolvers are TypeScript, which tsx would load. What they compile to is kept next to
 * the bundles, so that one server of a test run compiles a file, and not each.
 */
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const requireTypescript = require('../jest/require-typescript.cjs');

const folder = process.env.TENANTQL_BUNDLES;

function compile(source, file) {
  const { process: toCommonJs } = require('../esbuild-transform.cjs');
  return toCommonJs(source, file).code;
}

requireTypescript((file) => {
  const source = readFileSync(file, 'utf8');
  if (folder === undefined) return compile(source, file);
  const key = createHash('sha256').update(file).update(source).digest('hex');
  const kept = join(folder, 'resolvers', key);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const code = compile(source, file);
  mkdirSync(join(folder, 'resolvers'), { recursive: true });
  // Another server may read or write the same file now.
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  return code;
});
