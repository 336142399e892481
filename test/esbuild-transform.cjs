/** Strips types from tests; tsc checks them (npm run check:types). */
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

module.exports = {
  process(source, path) {
    const { code } = transformSync(source, {
      sourcefile: path,
      loader: path.endsWith('x') ? 'tsx' : 'ts',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      supported: { 'dynamic-import': false },
    });
    return { code };
  },
  getCacheKey: (source, path) =>
    createHash('sha256').update(source).update(path).update(version).digest('hex'),
};
