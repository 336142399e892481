import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

import type { CustomResolvers } from '../engine/index.ts';

import type { LoadModule } from './fresh-modules.ts';
import { importFile, isModule } from './import-file.ts';
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
export async function loadResolvers(folder: string | null, load?: LoadModule): Promise<CustomResolvers> {
  if (folder === null) return {};
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `There is no folder "${folder}": name the folder of the resolvers with --resolvers.`,
    );
  }
  const files = readdirSync(folder).filter(isModule);
  return Object.fromEntries(
    await Promise.all(files.sort().map((file) => loadType(join(folder, file), load))),
  );
}

async function loadType(
  file: string,
  load: LoadModule | undefined,
): Promise<[string, CustomResolvers[string]]> {
  const type = basename(file, extname(file));
  const exported = await importFile(file, load);
  const resolvers = exported[type];
  if (typeof resolvers !== 'object' || resolvers === null) {
    throw new UsageError(`The file "${file}" must export its type: export const ${type} = { … }.`);
  }
  return [type, resolvers as CustomResolvers[string]];
}
