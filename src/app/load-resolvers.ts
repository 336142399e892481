import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { CustomResolvers } from '../engine/index.ts';

import type { LoadModule } from './fresh-modules.ts';
import { UsageError } from './usage-error.ts';

/**
 * Loads a folder of resolvers. Each file is a GraphQL type and exports a constant of the same name.
 * @param load by default imports a module, which Node does once in a process
 * @throws {UsageError} if the folder is missing or a file does not export its type
 *
 * @example
 * ```ts
 * const resolvers = await loadResolvers('src/resolvers');
 * const schema = compile(model, resolvers);
 * ```
 */
export async function loadResolvers(
  folder: string | null,
  load: LoadModule = importModule,
): Promise<CustomResolvers> {
  if (folder === null) return {};
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `There is no folder "${folder}": name the folder of the resolvers with --resolvers.`,
    );
  }
  const files = readdirSync(folder).filter(
    (name) => ['.ts', '.js', '.cjs', '.mjs'].includes(extname(name)) && !name.endsWith('.d.ts'),
  );
  return Object.fromEntries(
    await Promise.all(files.sort().map((file) => loadType(join(folder, file), load))),
  );
}

const importModule: LoadModule = (file) => import(pathToFileURL(resolve(file)).href);

async function loadType(file: string, load: LoadModule): Promise<[string, CustomResolvers[string]]> {
  const type = basename(file, extname(file));
  const exported = (await load(file).catch((error: unknown) => {
    throw new UsageError(`The file "${file}" cannot be loaded: ${describeFailure(error as Error)}`);
  })) as Readonly<Record<string, unknown>>;
  const resolvers = exported[type];
  if (typeof resolvers !== 'object' || resolvers === null) {
    throw new UsageError(`The file "${file}" must export its type: export const ${type} = { … }.`);
  }
  return [type, resolvers as CustomResolvers[string]];
}

/** Returns the message, with the first place of the stack that is in the user's own files. */
function describeFailure({ message, stack = '' }: Error): string {
  const frame = stack.split('\n').find((line) => /^\s+at /.test(line) && !isForeign(line));
  const [, place] = /\(?([^\s(]+:\d+:\d+)\)?$/.exec(frame ?? '') ?? [];
  return place === undefined ? message : `${message} (${place})`;
}

function isForeign(frame: string): boolean {
  return /node:|node_modules/.test(frame) || frame.includes(__dirname);
}
