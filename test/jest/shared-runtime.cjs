/**
 * A Jest runtime that loads our sources and the packages once a worker, by Node's own `require`. Jest would evaluate some
 * 800 modules anew for each test file. Test files and what is next to them are still loaded for each file, but for
 * test/shared.
 */
const { isBuiltin } = require('node:module');
const { join, sep } = require('node:path');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const requireTypescript = require('./require-typescript.cjs');

const root = join(__dirname, '..', '..');
const SHARED = [join(root, 'src') + sep, join(root, 'test', 'shared') + sep, `${sep}node_modules${sep}`];

/** The runtime of the file that runs now: it transforms the modules that Node loads, and keeps them in Jest's cache. */
let current;
requireTypescript((file) => current.transformCache.transform(file));

class SharedRuntime extends Runtime {
  constructor(...parts) {
    super(...parts);
    current = this;
    const { executor } = this;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, { filename });
  }

  requireModuleOrMock(from, name) {
    const file = this.sharedFile(from, name);
    return file === null ? super.requireModuleOrMock(from, name) : require(file);
  }

  /** Returns the path of a module that all files of this worker share, or null. */
  sharedFile(from, name) {
    if (isBuiltin(name) || name === '@jest/globals') return null;
    const file = this._resolution.resolveCjs(from, name);
    return SHARED.some((part) => file.includes(part)) ? file : null;
  }
}

module.exports = { __esModule: true, default: SharedRuntime };
