import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { CustomResolvers } from '../engine/index.ts';

import { UsageError } from './usage-error.ts';

/**
 * Loads a folder of resolvers. Each file is a GraphQL type and exports a constant of the same name.
 * @throws {UsageError} if the folder is missing or a file does not export its type
 *
 * @example
 * ```ts
 * const resolvers = await loadResolvers('src/resolvers');
 * const schema = compile(model, resolvers);
 * ```
 */
export async function loadResolvers(folder: string | null): Promise<CustomResolvers> {
  if (folder === null) return {};
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `There is no folder "${folder}": name the folder of the resolvers with --resolvers.`,
    );
  }
  const files = readdirSync(folder).filter(
    (name) => ['.ts', '.js', '.cjs', '.mjs'].includes(extname(name)) && !name.endsWith('.d.ts'),
  );
  return Object.fromEntries(await Promise.all(files.sort().map((file) => loadType(join(folder, file)))));
}

async function loadType(file: string): Promise<[string, CustomResolvers[string]]> {
  const type = basename(file, extname(file));
  const exported = (await import(pathToFileURL(resolve(file)).href).catch((error: unknown) => {
    throw new UsageError(`The file "${file}" cannot be loaded: ${(error as Error).message}`);
  })) as Readonly<Record<string, unknown>>;
  const resolvers = exported[type];
  if (typeof resolvers !== 'object' || resolvers === null) {
    throw new UsageError(`The file "${file}" must export its type: export const ${type} = { … }.`);
  }
  return [type, resolvers as CustomResolvers[string]];
}
