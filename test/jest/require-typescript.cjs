/** Lets Node's `require` load TypeScript, and files by their URL, as an `import()` that became a `require` names them. */
const Module = require('node:module');
const { fileURLToPath } = require('node:url');

/** @param {(file: string) => string} compile returns a file as CommonJS */
module.exports = function requireTypescript(compile) {
  for (const extension of ['.ts', '.tsx']) {
    Module._extensions[extension] = (module, file) => module._compile(compile(file), file);
  }
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) =>
    resolveFilename(request.startsWith('file:') ? fileURLToPath(request) : request, ...rest);
};
