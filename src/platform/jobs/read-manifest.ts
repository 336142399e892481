import { isArchiveFile, MAX_FILE } from '../archives.ts';
import {
  brokenArchive,
  FORMAT,
  MAX_RECORDS,
  VERSION,
  type ArchivePart,
  type ContentTotal,
  type Manifest,
  type Section,
} from './archive-format.ts';
import { isRecord, jsonObject, type ArchiveRecord } from './read-part.ts';

/** Maximum bytes of a manifest: that of an export with 200,000 files. */
const MAX_MANIFEST = 32_000_000;
/** Maximum sections. A schema has fewer types. */
const MAX_SECTIONS = 2_000;
/** Maximum characters of a text in the manifest. */
const MAX_TEXT = 1_000;

/**
 * Parses a manifest and checks its shape. `archivedTenant` checks what the tenant's roles and settings say.
 * @throws {Refusal} VALIDATION_FAILED if the manifest is missing, of another version or malformed
 */
export function readManifest(bytes: Uint8Array | null): Manifest {
  if (!bytes) throw brokenArchive('has no manifest: it is not complete');
  const manifest = bytes.length > MAX_MANIFEST ? null : jsonObject(bytes);
  if (!manifest) throw brokenArchive('has a manifest that cannot be read');
  if (manifest['format'] !== FORMAT || manifest['version'] !== VERSION)
    throw brokenArchive(`is not of version ${VERSION} of this format`);
  return {
    format: FORMAT,
    version: VERSION,
    exportedAt: textOf(manifest, 'exportedAt', 'exportedAt'),
    tenant: tenantOf(objectOf(manifest, 'tenant', 'tenant')),
    schema: textOf(manifest, 'schema', 'schema'),
    sections: sectionsOf(objectOf(manifest, 'sections', 'sections')),
    contents: contentsOf(manifest),
  };
}

/** Returns the total of the contents: none in an archive from before there were files. */
function contentsOf(manifest: ArchiveRecord): ContentTotal {
  if (ownValue(manifest, 'contents') === undefined) return { count: 0, bytes: 0 };
  const contents = objectOf(manifest, 'contents', 'contents');
  return {
    count: wholeOf(contents, 'count', Number.MAX_SAFE_INTEGER, 'contents.count'),
    bytes: wholeOf(contents, 'bytes', Number.MAX_SAFE_INTEGER, 'contents.bytes'),
  };
}

function tenantOf(tenant: ArchiveRecord): Manifest['tenant'] {
  const text = (name: string): string => textOf(tenant, name, `tenant.${name}`);
  const object = (name: string): ArchiveRecord => objectOf(tenant, name, `tenant.${name}`);
  return {
    id: text('id'),
    name: text('name'),
    plan: text('plan'),
    createdAt: text('createdAt'),
    overrides: object('overrides'),
    roles: object('roles'),
    settings: object('settings'),
  };
}

function sectionsOf(sections: ArchiveRecord): Manifest['sections'] {
  const entries = Object.entries(sections);
  if (entries.length > MAX_SECTIONS) throw malformed('sections', `has more than ${MAX_SECTIONS} members`);
  return Object.fromEntries(
    entries.map(([name]) => {
      if (!isArchiveFile(`${name}/1.ndjson.gz`))
        throw malformed(`sections.${name}`, 'is no section of an archive');
      return [name, sectionOf(name, objectOf(sections, name, `sections.${name}`))];
    }),
  );
}

function sectionOf(name: string, section: ArchiveRecord): Section {
  const at = `sections.${name}`;
  const given = ownValue(section, 'parts');
  if (!Array.isArray(given)) throw malformed(`${at}.parts`, 'must be a list');
  const parts = given.map((part, n) => partOf(name, part, `${at}.parts[${n}]`));
  if (new Set(parts.map((part) => part.name)).size < parts.length)
    throw malformed(`${at}.parts`, 'names a file twice');
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  if (ownValue(section, 'count') !== count)
    throw malformed(`${at}.count`, 'must be the number of the records of its parts');
  return { count, parts };
}

function partOf(section: string, part: unknown, at: string): ArchivePart {
  if (!isRecord(part)) throw malformed(at, 'must be an object');
  const name = textOf(part, 'name', `${at}.name`);
  if (!isArchiveFile(name) || !name.startsWith(`${section}/`))
    throw malformed(`${at}.name`, 'is no file of its section');
  const sha256 = textOf(part, 'sha256', `${at}.sha256`);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw malformed(`${at}.sha256`, 'must have 64 hexadecimal digits');
  return {
    name,
    count: wholeOf(part, 'count', MAX_RECORDS, `${at}.count`),
    bytes: wholeOf(part, 'bytes', MAX_FILE, `${at}.bytes`),
    sha256,
  };
}

function ownValue(object: ArchiveRecord, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function objectOf(parent: ArchiveRecord, name: string, at: string): ArchiveRecord {
  const value = ownValue(parent, name);
  if (!isRecord(value)) throw malformed(at, 'must be an object');
  return value;
}

function textOf(parent: ArchiveRecord, name: string, at: string): string {
  const value = ownValue(parent, name);
  if (typeof value !== 'string' || value.length > MAX_TEXT || !value.isWellFormed())
    throw malformed(at, `must be a text of at most ${MAX_TEXT} characters`);
  return value;
}

function wholeOf(parent: ArchiveRecord, name: string, most: number, at: string): number {
  const value = ownValue(parent, name);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most)
    throw malformed(at, `must be a whole number from 0 to ${most}`);
  return value;
}

function malformed(at: string, what: string): Error {
  return brokenArchive(`has a manifest that cannot be read: "${at.slice(0, 100)}" ${what}`);
}
