/** Preloaded by a bundled server: its resolvers are TypeScript, which tsx would load. */
const { readFileSync } = require('node:fs');
const requireTypescript = require('../jest/require-typescript.cjs');

requireTypescript((file) => {
  const { process: toCommonJs } = require('../esbuild-transform.cjs');
  return toCommonJs(readFileSync(file, 'utf8'), file).code;
});
