import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { UsageError } from '../../app/index.ts';

/** One file of an archive: its name and its content. On disk it is a line of JSON. */
export interface PackedFile {
  readonly name: string;
  readonly base64: string;
}

/**
 * Writes an archive as one file. A file at the path remains until the new one is complete.
 * @throws {UsageError} if the file cannot be written
 */
export async function writeArchive(path: string, files: AsyncIterable<PackedFile>): Promise<void> {
  const partial = `${path}.part`;
  async function* lines(): AsyncGenerator<string> {
    for await (const { name, base64 } of files) yield `${JSON.stringify({ name, base64 })}\n`;
  }
  try {
    await pipeline(Readable.from(lines()), createWriteStream(partial, { mode: 0o600 }));
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw asSentence(error, path);
  }
}

/**
 * Reads an archive, file by file.
 * @throws {UsageError} if it is not an archive
 */
export async function* readArchive(path: string): AsyncGenerator<PackedFile> {
  const input = createReadStream(path);
  try {
    let number = 0;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      if (line !== '') yield read(line, path, number);
    }
  } catch (error) {
    throw asSentence(error, path);
  } finally {
    input.destroy();
  }
}

function read(line: string, path: string, number: number): PackedFile {
  const problem = new UsageError(
    `"${path}" is no archive of a tenant: line ${number} is not one of its files.`,
  );
  let file: unknown;
  try {
    file = JSON.parse(line);
  } catch {
    throw problem;
  }
  const { name, base64 } = (file ?? {}) as Partial<PackedFile>;
  if (typeof name !== 'string' || typeof base64 !== 'string') throw problem;
  return { name, base64 };
}

function asSentence(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return new UsageError(`There is no file or folder for "${path}".`);
  if (code === 'EISDIR') return new UsageError(`"${path}" is a folder: name a file.`);
  if (code === 'EACCES' || code === 'ENOSPC')
    return new UsageError(`"${path}" cannot be written or read (${code}).`);
  return error;
}
