import { brokenArchive } from './archive-format.ts';
import { segmentsOf, type ArchivedFile } from './archived-file.ts';
import type { ArchiveRecord } from './read-part.ts';

/** Ids as the platform makes them: of an upload, and of a file that a browser put directly. */
const UPLOAD = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DIRECT = /^direct-[0-9a-f]{64}$/;
const HASH = /^[A-Za-z0-9+/]{43}=$/;
const CONTENT_TYPE = /^[\x21-\x7e]{1,127}\/[\x21-\x7e]{1,127}$/;
/** Maximum bytes of an object in S3, and of the path of a direct file. */
const LARGEST = 5 * 1024 ** 4;
const LONGEST_PATH = 900;

/**
 * Parses the record of a file. An archive is input, so nothing of a record is trusted.
 * @param part the name of the part, for the message
 * @throws {Refusal} VALIDATION_FAILED if it is malformed
 */
export function readArchivedFile(record: ArchiveRecord, part: string): ArchivedFile {
  const malformed = (name: string): Error =>
    brokenArchive(`has the record of a file that cannot be read ("${name}", in "${part}")`);
  const value = (name: string): unknown => (Object.hasOwn(record, name) ? record[name] : undefined);
  const text = (name: string, longest: number, pattern = /^/): string => {
    const given = value(name);
    const isText = typeof given === 'string' && given.length <= longest && given.isWellFormed();
    if (!isText || !pattern.test(given)) throw malformed(name);
    return given;
  };
  const optional = <Value>(name: string, read: () => Value): Value | null =>
    (value(name) ?? null) === null ? null : read();
  const whole = (name: string, most: number): number => {
    const given = value(name);
    if (typeof given !== 'number' || !Number.isInteger(given) || given < 0 || given > most)
      throw malformed(name);
    return given;
  };
  const kind = value('kind');
  if (kind !== 'UPLOAD' && kind !== 'DIRECT') throw malformed('kind');
  const infected = value('infected') ?? false;
  if (typeof infected !== 'boolean' || (infected && kind === 'DIRECT')) throw malformed('infected');
  const hashes = value('hashes');
  if (!Array.isArray(hashes) || !hashes.every((hash) => typeof hash === 'string' && HASH.test(hash)))
    throw malformed('hashes');
  const path = kind === 'DIRECT' ? text('path', LONGEST_PATH) : null;
  if (path !== null && !isPath(path)) throw malformed('path');
  const createdAt = kind === 'DIRECT' ? null : text('createdAt', 40);
  if (createdAt !== null && Number.isNaN(Date.parse(createdAt))) throw malformed('createdAt');
  const file: ArchivedFile = {
    id: text('id', 80, kind === 'DIRECT' ? DIRECT : UPLOAD),
    kind,
    type: text('type', 255),
    field: text('field', 255),
    name: text('name', 1_024),
    size: whole('size', LARGEST),
    contentType: text('contentType', 255, CONTENT_TYPE),
    sha256: optional('sha256', () => text('sha256', 60)),
    uploadedBy: text('uploadedBy', 255),
    createdAt,
    width: optional('width', () => whole('width', 1_000_000_000)),
    height: optional('height', () => whole('height', 1_000_000_000)),
    path,
    infected,
    hashes: hashes as readonly string[],
  };
  if (file.hashes.length !== segmentsOf(file)) throw malformed('hashes');
  // The hash of a file that was uploaded in parts is one of its parts: `…=-3`.
  const isOfWhole = file.hashes.length === 1 && file.sha256 !== null && HASH.test(file.sha256);
  if (isOfWhole && file.sha256 !== file.hashes[0]) throw malformed('sha256');
  return file;
}

/** Returns whether a path is the key of an object that S3 and its clients read in one way only. */
function isPath(path: string): boolean {
  const isShort = path !== '' && Buffer.byteLength(path) <= LONGEST_PATH;
  return isShort && path.split('/').every((name) => name !== '.' && name !== '..');
}
