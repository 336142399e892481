import type { Model, ModelType } from '../../model/index.ts';
import type { FileRecord, Row } from '../../store/index.ts';
import { MAX_FILE } from '../archives.ts';

/** The section with the records of files. */
export const FILES = 'files';

/** The record of a file in an archive, and the hashes of its content. It is a type, so that it is JSON. */
export type ArchivedFile = Readonly<{
  id: string;
  kind: FileRecord['kind'];
  /** The type and the field of the row that holds it; both empty for `DIRECT`. */
  type: string;
  field: string;
  name: string;
  size: number;
  contentType: string;
  /** SHA-256 of the content as the uploader gave it, as base64. */
  sha256: string | null;
  uploadedBy: string;
  /** Null for `DIRECT`: the bucket says when its object was put. */
  createdAt: string | null;
  width: number | null;
  height: number | null;
  /** Of `DIRECT`: the path below the tenant's folder. */
  path: string | null;
  /** True if the scan found malware: then there is no content. */
  infected: boolean;
  /** SHA-256 of each segment of the content, as base64. */
  hashes: readonly string[];
  /** While the export copies the content: the version of the object from which the copied segments are. */
  etag?: string;
}>;

/** Pieces of a segment: the content between two hashes. */
const SEGMENT_PIECES = 16;
/** Maximum segments of a file. A segment becomes a part of an upload, and S3 takes 10,000. */
const MAX_SEGMENTS = 9_000;

/** Returns what an archive holds of a file, without its content, or null if the file belongs to no archive. */
export function archivedFile(record: FileRecord): ArchivedFile | null {
  if (!isArchived(record)) return null;
  const { id, kind, type, field, name, size, contentType, sha256, uploadedBy, width, height, path } = record;
  return {
    ...{ id, kind, type, field, name, size, contentType, sha256, uploadedBy, width, height, path },
    createdAt: kind === 'DIRECT' ? null : record.createdAt,
    infected: record.status === 'INFECTED',
    hashes: [],
    // Its record is of an event. What the bucket says of the object is true.
    ...(kind === 'DIRECT' && { etag: '' }),
  };
}

/** Returns whether an archive holds a file: that of a row, or one that a browser put directly. */
function isArchived({ kind, status, of }: FileRecord): boolean {
  switch (status) {
    case 'READY':
    case 'SCANNING':
    case 'UNSCANNED':
      return kind === 'DIRECT' || of !== null;
    case 'INFECTED':
      return of !== null;
    case 'UPLOADING':
    case 'REMOVED':
      return false;
    default:
      return status satisfies never;
  }
}

/** Returns the bytes of a segment of a file. The last one may be shorter. */
export function segmentBytes(size: number): number {
  return MAX_FILE * Math.max(SEGMENT_PIECES, Math.ceil(size / MAX_FILE / MAX_SEGMENTS));
}

/** Returns the number of the segments of a file. An empty one has none. */
export function segmentsOf({ size, infected }: Pick<ArchivedFile, 'size' | 'infected'>): number {
  return infected ? 0 : Math.ceil(size / segmentBytes(size));
}

/** Returns the bytes of a segment, from 0: from one place to before another. */
export function rangeOf({ size }: Pick<ArchivedFile, 'size'>, segment: number): readonly [number, number] {
  const bytes = segmentBytes(size);
  return [segment * bytes, Math.min(size, (segment + 1) * bytes)];
}

/** Returns the ids of the files that a row names. */
export function fileIdsOf(type: Pick<ModelType, 'files'>, row: Row): readonly string[] {
  return type.files.flatMap(({ field }) => idsIn(row[field]));
}

/** Returns the ids in the value of a field with `@file`. */
export function idsIn(value: unknown): readonly string[] {
  return [value].flat().filter((id) => typeof id === 'string');
}

/** Returns whether the schema has the field for which a file was uploaded. */
export function isOfModel({ models }: Model, { kind, type, field }: ArchivedFile): boolean {
  if (kind === 'DIRECT') return true;
  return Object.hasOwn(models, type) && models[type]?.files.some((one) => one.field === field) === true;
}
