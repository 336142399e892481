import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import type { Plugin } from 'esbuild';

/** `import { a, type B } from '../store/index.ts';` */
const IMPORTS = /^import \{([^}]*)\} from '(\.[^']*\/index\.ts)';/gm;
/** `export { a, type B } from './file.ts';` in an index. */
const EXPORTS = /^export \{([^}]*)\} from '(\.[^']*)';/gm;
/** `export * from './port/index.ts';` in an index. */
const ALL = /^export \* from '(\.[^']*)';/gm;

/** A name of a module, and the one under which it is known elsewhere. */
interface Binding {
  readonly name: string;
  readonly as: string;
}

/**
 * Lets a file import what it uses from where that is written, and not through an index. esbuild puts all that an index names
 * into the part of a bundle that imports the index, even if nothing there uses it.
 * @param sources the folder whose files are read so
 */
export function directImports(sources: string): Plugin {
  const indexes = new Map<string, ReadonlyMap<string, Place>>();
  const placesIn = (index: string): ReadonlyMap<string, Place> => {
    const known = indexes.get(index) ?? readPlaces(index);
    indexes.set(index, known);
    return known;
  };
  const find = (index: string, name: string): Place => {
    const place = placesIn(index).get(name) ?? { file: index, name };
    return place.file === index || !place.file.endsWith('/index.ts') ? place : find(place.file, place.name);
  };
  return {
    name: 'direct-imports',
    setup(builder) {
      builder.onLoad({ filter: /\.ts$/ }, ({ path, namespace }) => {
        if (namespace !== 'file' || !path.startsWith(`${sources}/`)) return null;
        const folder = dirname(path);
        const contents = readFileSync(path, 'utf8').replace(IMPORTS, (whole, names: string, from: string) => {
          const direct = bindingsIn(names).map(({ name, as }) => {
            const place = find(join(folder, from), name);
            return `import { ${place.name} as ${as} } from './${relative(folder, place.file)}';`;
          });
          // The lines of a source map stay those of the file.
          return direct.join(' ') + '\n'.repeat(whole.split('\n').length - 1);
        });
        return { contents, loader: 'ts', resolveDir: folder };
      });
    },
  };
}

/** Where something is written, and its name there. */
interface Place {
  readonly file: string;
  readonly name: string;
}

/** Returns the places of what an index exports. What it does not take from another file is written in itself. */
function readPlaces(index: string): ReadonlyMap<string, Place> {
  const text = readFileSync(index, 'utf8');
  const folder = dirname(index);
  return new Map([
    ...[...text.matchAll(ALL)].flatMap(([, from = '']) => [...readPlaces(join(folder, from))]),
    ...[...text.matchAll(EXPORTS)].flatMap(([, names = '', from = '']) =>
      bindingsIn(names).map(({ name, as }) => [as, { file: join(folder, from), name }] as const),
    ),
  ]);
}

/** Reads `a, type B, c as d`. Types are left out: no bundle has them. */
function bindingsIn(names: string): readonly Binding[] {
  return names
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.startsWith('type '))
    .map((one) => {
      const [name = '', as = name] = one.split(' as ');
      return { name, as };
    });
}
