import { gunzipSync } from 'node:zlib';

import type { Json } from '../../model/index.ts';
import { MAX_FILE } from '../archives.ts';
import { brokenArchive, MAX_RECORDS, sha256, type ArchivePart } from './archive-format.ts';

/** One record of an archive. */
export type ArchiveRecord = Readonly<Record<string, Json>>;

/**
 * Maximum bytes of a decompressed part, and so of a line. A part holds 1 MB, or one larger record: an item of DynamoDB
 * has 400 KB, and JSON may write six bytes for one.
 */
const MAX_UNFOLDED = 4_000_000;
/** Maximum nesting of a record. A value of a row has at most 32 levels. */
const DEEPEST = 64;

/**
 * Unpacks the records of a file.
 * @throws {Refusal} VALIDATION_FAILED if the file does not match the manifest
 */
export function unpackPart(part: ArchivePart, bytes: Uint8Array | null): ArchiveRecord[] {
  if (!bytes) throw brokenArchive(`lacks the file "${part.name}"`);
  if (bytes.length > MAX_FILE) throw brokenArchive(`has a file "${part.name}" that is too large`);
  if (sha256(bytes) !== part.sha256) throw brokenArchive(`has a file "${part.name}" that was changed`);
  const records = recordsOf(part.name, unfold(part.name, bytes), part.count);
  if (records.length !== part.count) throw anotherLength(part.name);
  return records;
}

/**
 * Decompresses a file. It stops as soon as the content exceeds the limit.
 * @throws {Refusal} VALIDATION_FAILED if the file is no gzip file, or holds too much
 */
export function unfold(name: string, bytes: Uint8Array): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNFOLDED });
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw isLarge ? brokenArchive(`has a file "${name}" that holds more than 4 MB`) : unreadable(name);
  }
}

/**
 * Parses the records of a decompressed file, one per line. It stops as soon as there are more than expected.
 * @throws {Refusal} VALIDATION_FAILED if a line is not a record, or if there are more than `most`
 */
export function recordsOf(name: string, content: Buffer, most = MAX_RECORDS): ArchiveRecord[] {
  const records: ArchiveRecord[] = [];
  for (let from = 0; from < content.length;) {
    const newline = content.indexOf(10, from);
    const to = newline < 0 ? content.length : newline;
    if (to > from) {
      if (records.length === most) throw anotherLength(name);
      const record = jsonObject(content.subarray(from, to));
      if (!record) throw unreadable(name);
      records.push(record);
    }
    from = to + 1;
  }
  return records;
}

/** Returns the JSON object of a text in UTF-8. Returns null if it is none, or is nested too deeply. */
export function jsonObject(bytes: Uint8Array): ArchiveRecord | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isTooDeep(text)) return null;
    const value = JSON.parse(text) as Json;
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** Returns whether a value is a JSON object. */
export function isRecord(value: unknown): value is ArchiveRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns whether brackets outside of texts are nested too deeply. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (inText) {
      if (character === '\\') at += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function unreadable(name: string): Error {
  return brokenArchive(`has a file "${name}" that cannot be read`);
}

function anotherLength(name: string): Error {
  return brokenArchive(`has a file "${name}" of another length`);
}
