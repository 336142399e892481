import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';

import type { SchemaSource } from '../model/index.ts';

import { UsageError } from './usage-error.ts';

/**
 * Reads the SDL of a schema: one file, or every `*.graphql` below a folder, in the order of their paths.
 * @throws {UsageError} if the path is missing or contains no schema
 *
 * @example
 * ```ts
 * const { model, problems } = readModel(readSources('schema/app'));
 * ```
 */
export function readSources(path: string): SchemaSource[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat)
    throw new UsageError(`There is no schema at "${path}": name a .graphql file or a folder of them.`);
  const files = stat.isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.graphql'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  if (files.length === 0) {
    throw new UsageError(`The folder "${path}" holds no .graphql file: write a type with @model into one.`);
  }
  return files.map((file) => ({
    file: relative(process.cwd(), file).replaceAll(sep, '/'),
    text: readFileSync(file, 'utf8'),
  }));
}

/** The schema that the platform adds to every schema. */
export const PLATFORM_SCHEMA = 'schema/platform';

/**
 * Returns the SDL that is served: the platform's own, and the schema at a path. A relative path begins at the root.
 * @throws {UsageError} if the path contains no schema
 */
export function readServedSources(path: string, root = ''): SchemaSource[] {
  const platform = readSources(join(root, PLATFORM_SCHEMA));
  return [
    ...platform.map((source) => ({ ...source, platform: true as const })),
    ...readSources(isAbsolute(path) ? path : join(root, path)),
  ];
}
