import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import ts from 'typescript';

import { compileTexts } from './compile-texts.ts';
import { type Example, exportedNames, freeNames } from './read-examples.ts';

/** What an example may use without making it. */
const VALUES = 'test/docs/example-values.ts';

/** Rooms whose names an example of another room may use. */
const ROOMS = [
  'tenant',
  'model',
  'store',
  'engine',
  'platform',
  'migrate',
  'server',
  'lambda',
  'app',
  'local',
];

/**
 * Type-checks examples in one program, and returns each mistake as `file:line message`. An example needs no imports: it
 * sees the index of its room, its own file, `example-values.ts` and the indexes of the other rooms, in this order.
 */
export function checkExamples(examples: readonly Example[]): readonly string[] {
  const modules = new Map(
    examples.map((example, index) => [resolve(`test/docs/example-${index}.ts`), example] as const),
  );
  const texts = new Map([...modules].map(([path, example]) => [path, moduleOf(example)] as const));
  return compileTexts(texts, readOptions()).map(({ path, line: below, message }) => {
    const { file = path, line = 0 } = modules.get(path) ?? {};
    // The imports take the first line of a module.
    return `${file}:${line + below - 1} ${message}`;
  });
}

/** Returns the options of the repository's own `tsc`, but a snippet may import types by `import` and leave a name unused. */
function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: { include: unknown };
  };
  return {
    ...ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, '.').options,
    incremental: false,
    isolatedModules: false,
    noUnusedLocals: false,
    types: ['node'],
    verbatimModuleSyntax: false,
  };
}

/** Returns a module with the imports in line 1 and the snippet below them. */
function moduleOf({ file, code }: Example): string {
  const places = [...indexesAbove(file), file, VALUES, ...ROOMS.map((room) => `src/${room}/index.ts`)];
  const imports = freeNames(code).flatMap((name) => {
    const place = places.find((each) => exportsOf(each).has(name));
    return place ? [`import { ${name} } from '${resolve(place)}';`] : [];
  });
  return `export {}; ${imports.join(' ')}\n${code}`;
}

/** Returns the index files of the folders that a file is in, the nearest first. */
function indexesAbove(file: string): readonly string[] {
  const folder = dirname(file);
  if (folder === '.') return [];
  const index = join(folder, 'index.ts');
  return [...(existsSync(index) ? [index] : []), ...indexesAbove(folder)];
}

const exportsByFile = new Map<string, ReadonlySet<string>>();

function exportsOf(file: string): ReadonlySet<string> {
  const known = exportsByFile.get(file) ?? new Set(exportedNames(readFileSync(file, 'utf8')));
  exportsByFile.set(file, known);
  return known;
}
