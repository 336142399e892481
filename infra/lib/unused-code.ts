import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Plugin } from 'esbuild';

/** The file that a process loads at its first phone number. Most of it is the numbering plans of all countries. */
export const PHONES = { from: 'libphonenumber-js/max', file: 'phone-numbers.js' };

/** The functions of that package that the sources call. */
const PHONE_FUNCTIONS = ['isValidPhoneNumber', 'parsePhoneNumberFromString'];

/** Modules by name, and the code that a bundle has in their place. */
const STAND_INS: Readonly<Record<string, string>> = {
  // The package looks for Node's hashes in a way that fails in a bundle. It then hashes in JavaScript, 20 times slower.
  '@apollo/utils.createhash': "export { createHash } from 'node:crypto';",
  // Apollo makes a schema and a logger if it gets none.
  '@graphql-tools/schema': "export const makeExecutableSchema = () => { throw new Error('not bundled'); };",
  loglevel: 'export default undefined;',
  [PHONES.from]: `const load = () => require('./${PHONES.file}');\n${PHONE_FUNCTIONS.map(
    (name) => `export const ${name} = (...given) => load().${name}(...given);`,
  ).join('\n')}`,
};

/**
 * Texts of packages by file, and what a bundle has in their place. Apollo loads default plugins, all of which `createServer` turns
 * off. It also imports all of graphql to look for one function, which only a version 17 has.
 */
const CUTS = [
  // Each check of a type that says no looks for a second copy of graphql. A bundle has one: its tests claim it.
  {
    file: /graphql\/jsutils\/instanceOf\.mjs$/,
    text: /const isProduction =[^;]+;/g,
    by: 'const isProduction = true;',
  },
  {
    file: /@apollo\/server\/dist\/esm\/ApolloServer\.js$/,
    text: /await import\('\.\/plugin\/[^']+'\)/g,
    by: 'undefined',
  },
  {
    file: /@apollo\/server\/dist\/esm\/incrementalDeliveryPolyfill\.js$/,
    text: /await import\('graphql'\)/g,
    by: '{}',
  },
];

/** CommonJS, of which esbuild would keep all that is imported and never called. It only defines functions. */
const CALLED_ONLY = ['pluralize'];

/** The handlers of events in @as-integrations/aws-lambda. The product has its own. */
const FOREIGN_EVENTS = /^\.\/(APIGatewayProxyEvent(V2)?|ALBEvent)RequestHandler$/;

/** Leaves out of a bundle what its packages have for other uses, and the second copies of packages. */
export const unusedCode: Plugin = {
  name: 'unused-code',
  setup(builder) {
    builder.onResolve({ filter: /./ }, ({ path, importer, namespace }) => {
      if (CALLED_ONLY.includes(path)) return { path: require.resolve(path), sideEffects: false };
      if (FOREIGN_EVENTS.test(path)) return { path, namespace: 'stand-in' };
      if (path === `./${PHONES.file}`) return { path, external: true };
      if (path in STAND_INS && namespace === 'file') return { path, namespace: 'stand-in' };
      // It is CommonJS, for which esbuild would add the CommonJS copy of Apollo, or all of the other.
      if (path === '@apollo/server' && importer.includes('@as-integrations'))
        return { path: join(dirname(require.resolve('@apollo/server')), '../esm/utils/HeaderMap.js') };
      return null;
    });
    builder.onLoad({ filter: /./, namespace: 'stand-in' }, ({ path }) => ({
      contents: STAND_INS[path] ?? '',
      resolveDir: __dirname,
    }));
    for (const { file, text, by } of CUTS)
      builder.onLoad({ filter: file }, ({ path }) => {
        const whole = readFileSync(path, 'utf8');
        const contents = whole.replace(text, by);
        if (contents === whole)
          throw new Error(`${path} has another text: look whether infra/lib/unused-code.ts must change.`);
        return { contents };
      });
  },
};
