import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { isInRow, keyFields, rowType, type Model } from '../../model/index.ts';
import { Refusal, type TenantRecord } from '../../tenant/index.ts';

/** The format of archives, which docs/platform/archive.md describes. A reader refuses any other version. */
export const FORMAT = 'tenantql-archive';
export const VERSION = 1;

/** The content of `manifest.json`. An export writes it last: a folder without it is not an archive. */
export interface Manifest {
  readonly format: string;
  readonly version: number;
  readonly exportedAt: string;
  /** The exported tenant, without secrets. `archivedTenant` checks its objects before an import takes them. */
  readonly tenant: Pick<TenantRecord, 'id' | 'name' | 'plan' | 'createdAt'> & {
    readonly [Name in 'overrides' | 'roles' | 'settings']: Readonly<Record<string, unknown>>;
  };
  /** A hash of the types and their stored fields. */
  readonly schema: string;
  /** Sections by folder: `rows/<Type>`, `leftOut/<Type>`, `sequences`, `members`, `files`. */
  readonly sections: Readonly<Record<string, Section>>;
  /** The number of files with a content, and the bytes of these. */
  readonly contents: ContentTotal;
}

/** A number of contents, and their bytes. */
export interface ContentTotal {
  readonly count: number;
  readonly bytes: number;
}

export interface Section {
  readonly count: number;
  readonly parts: readonly ArchivePart[];
}

/** One file of a section. It is a type, not an interface, so that it is JSON for the state of a job. */
export type ArchivePart = Readonly<{
  name: string;
  count: number;
  /** Size and hash of the file as it is stored, compressed. */
  bytes: number;
  sha256: string;
}>;

/** Maximum bytes of JSON in one part. A part with a single larger record may exceed it. */
const PART_BYTES = 1_000_000;
/** Maximum records of one part. */
export const MAX_RECORDS = 1_000;

/** A part and its file. */
export interface PackedPart {
  readonly part: ArchivePart;
  readonly bytes: Uint8Array;
}

/** The folder of the sections with rows. */
export const ROWS = 'rows/';
/** The folder of the sections with rows that refer to nothing. An import leaves them out. */
export const LEFT_OUT = 'leftOut/';

/** Returns the number of records in the sections of a folder. */
export function countIn({ sections }: Pick<Manifest, 'sections'>, folder: string): number {
  return Object.entries(sections).reduce(
    (sum, [name, { count }]) => (name.startsWith(folder) ? sum + count : sum),
    0,
  );
}

/** Packs records into files of a section. The first file has the number `from`. */
export function packParts(section: string, from: number, records: readonly unknown[]): PackedPart[] {
  const groups: string[][] = [];
  let size = Infinity;
  for (const record of records) {
    const line = `${JSON.stringify(record, inOrder)}\n`;
    size += Buffer.byteLength(line);
    if (size > PART_BYTES || groups.at(-1)?.length === MAX_RECORDS) {
      groups.push([]);
      size = Buffer.byteLength(line);
    }
    groups.at(-1)?.push(line);
  }
  return groups.map((lines, at) => packed(`${section}/${from + at}.ndjson.gz`, lines));
}

/** Packs fewer records into a part that exists. */
export function repackPart(name: string, records: readonly unknown[]): PackedPart {
  return packed(
    name,
    records.map((record) => `${JSON.stringify(record, inOrder)}\n`),
  );
}

function packed(name: string, lines: readonly string[]): PackedPart {
  const bytes = gzipSync(lines.join(''));
  return { part: { name, count: lines.length, bytes: bytes.length, sha256: sha256(bytes) }, bytes };
}

/**
 * Sorts the names of an object. DynamoDB returns them in any order, and equal records must become equal
 * lines.
 */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Returns a hash of the rows' shape under a schema. If two schemas have equal hashes, each can read the
 * other's archives.
 */
export function schemaFingerprint({ models }: Model): string {
  const shapes = Object.values(models).map(({ name, key, fields }) => [
    name,
    ...keyFields(key),
    Object.values(fields)
      .filter(isInRow)
      .map((field) => [field.name, rowType(field), ...(field.kind.is === 'file' ? ['file'] : [])]),
  ]);
  return sha256(Buffer.from(JSON.stringify(shapes)));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Returns the refusal of an archive that is not whole or not right. */
export function brokenArchive(how: string): Refusal<'VALIDATION_FAILED'> {
  return new Refusal('VALIDATION_FAILED', `The archive ${how}${/[.?!]$/.test(how) ? '' : '.'}`);
}
