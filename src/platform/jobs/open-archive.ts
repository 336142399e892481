import type { Archives, Files } from '../../store/index.ts';
import { Refusal, TENANT_ID_PATTERN } from '../../tenant/index.ts';
import { archivePath, isArchiveFile, isUpload, MAX_FILE, type ArchiveAddress } from '../archives.ts';
import { readManifest, type Manifest } from './archive-format.ts';

/** As the platform makes them: whatever else a client sends finds nothing. */
export const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An archive that is whole. */
export interface OpenArchive {
  readonly manifest: Manifest;
  /** The names of its files. */
  readonly files: readonly string[];
  /** A file of it, or null. */
  file(name: string): Promise<Uint8Array | null>;
}

/**
 * Opens an archive, or answers null where there is none, be it that the id can be none or that it is not finished.
 * @throws {Refusal} VALIDATION_FAILED for one that cannot be read
 */
export async function openArchive(
  files: Pick<Files, 'read'>,
  archiveId: string,
): Promise<OpenArchive | null> {
  if (!JOB_ID.test(archiveId)) return null;
  const bytes = await files.read(archivePath(archiveId, 'manifest.json'));
  if (!bytes) return null;
  const manifest = readManifest(bytes);
  const parts = Object.values(manifest.sections).flatMap((section) => section.parts.map(({ name }) => name));
  return {
    manifest,
    files: ['manifest.json', ...parts],
    file: async (name) => (isArchiveFile(name) ? files.read(archivePath(archiveId, name)) : null),
  };
}

/** The same for those who run the platform: an archive of any tenant, or one that they sent. */
export async function openForOperators(
  archives: Archives,
  address: ArchiveAddress,
): Promise<OpenArchive | null> {
  const { tenantId, archiveId } = address;
  if (isUpload(address)) return openArchive(archives.uploads, archiveId);
  return TENANT_ID_PATTERN.test(tenantId) ? openArchive(archives.readOf(tenantId), archiveId) : null;
}

/**
 * A file as GraphQL passes it. The parts of an export are smaller by far; the manifest is up to some 25,000 of them.
 * @throws {Refusal} VALIDATION_FAILED for one that no answer has room for
 */
export function base64(bytes: Uint8Array | null | undefined): string | null {
  if (!bytes) return null;
  if (bytes.length > MAX_FILE)
    throw new Refusal(
      'VALIDATION_FAILED',
      'The file is too large to be fetched here: it has more than 4 MB.',
    );
  return Buffer.from(bytes).toString('base64');
}
