import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { LoadModule } from './fresh-modules.ts';
import { UsageError } from './usage-error.ts';

const importModule: LoadModule = (file) => import(pathToFileURL(resolve(file)).href);

/** Returns whether a file of the application is a module. */
export function isModule(name: string): boolean {
  return ['.ts', '.js', '.cjs', '.mjs'].includes(extname(name)) && !name.endsWith('.d.ts');
}

/**
 * Imports a file of the application, and returns what it exports.
 * @param load by default imports a module, which Node does once in a process
 * @throws {UsageError} with the place in the application's files, if the file cannot be loaded
 */
export async function importFile(
  file: string,
  load: LoadModule = importModule,
): Promise<Readonly<Record<string, unknown>>> {
  return (await load(file).catch((error: unknown) => {
    throw new UsageError(`The file "${file}" cannot be loaded: ${describeFailure(error as Error)}`);
  })) as Readonly<Record<string, unknown>>;
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
