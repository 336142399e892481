/** Types are tsc's business (npm run check:types); tests only need them stripped. */
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
