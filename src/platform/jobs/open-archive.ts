import { TENANT_ID_PATTERN } from '../../tenant/index.ts';
import { archivePath, isArchiveFile, UPLOADS, type ArchiveAddress, type Archives } from '../archives.ts';
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
 * Opens an archive, or answers null where there is none, be it that the address can be none or that it is not finished.
 * @throws {Refusal} VALIDATION_FAILED for one that cannot be read
 */
export async function openArchive(archives: Archives, address: ArchiveAddress): Promise<OpenArchive | null> {
  const { tenantId, archiveId } = address;
  if (!JOB_ID.test(archiveId) || !(tenantId === UPLOADS || TENANT_ID_PATTERN.test(tenantId))) return null;
  const bytes = await archives.read(archivePath(address, 'manifest.json'));
  if (!bytes) return null;
  const manifest = readManifest(bytes);
  const parts = Object.values(manifest.sections).flatMap((section) => section.parts.map(({ name }) => name));
  return {
    manifest,
    files: ['manifest.json', ...parts],
    file: async (name) => (isArchiveFile(name) ? archives.read(archivePath(address, name)) : null),
  };
}

/** Bytes as GraphQL passes them. */
export function base64(bytes: Uint8Array | null | undefined): string | null {
  return bytes ? Buffer.from(bytes).toString('base64') : null;
}
