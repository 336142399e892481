import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { preProcessFile } from 'typescript';

const importsOf = (text: string): string[] =>
  preProcessFile(text).importedFiles.map(({ fileName }) => fileName);

/** The files that each file imports, type imports included. One run of codegen writes all of src/generated: it is left out. */
function readImports(): ReadonlyMap<string, readonly string[]> {
  const folders = ['src', 'infra/bin', 'infra/lib', 'web/src', 'codegen'];
  const files = [
    ...folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    ),
    ...readdirSync('web').map((name) => join('web', name)),
  ].filter((file) => /\.tsx?$/.test(file) && !file.startsWith(join('src', 'generated')));
  return new Map(
    files.map((file) => [file, importsOf(readFileSync(file, 'utf8')).map((name) => join(file, '..', name))]),
  );
}

/** A way from a file back to itself, or null. `done` holds files that are on no such way. */
function findCycle(
  file: string,
  imports: ReadonlyMap<string, readonly string[]>,
  path: readonly string[],
  done: Set<string>,
): readonly string[] | null {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return null;
  for (const imported of imports.get(file) ?? []) {
    const cycle = findCycle(imported, imports, [...path, file], done);
    if (cycle) return cycle;
  }
  done.add(file);
  return null;
}

describe('imports', () => {
  it('lead from no file back to itself, also as types', () => {
    const imports = readImports();
    const done = new Set<string>();
    for (const file of imports.keys()) expect(findCycle(file, imports, [], done)).toBeNull();
    expect(imports.size).toBeGreaterThan(500);
  });

  it('are followed as types too', () => {
    const imports = new Map([
      ['a', importsOf("import type { B } from 'b';")],
      ['b', importsOf("export type { C } from 'c';")],
      ['c', importsOf("type A = import('a').A;")],
    ]);
    expect(findCycle('a', imports, [], new Set())).toEqual(['a', 'b', 'c', 'a']);
  });
});
