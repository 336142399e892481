import type { Archives, Files } from '../../store/index.ts';
import { Refusal, TENANT_ID_PATTERN } from '../../tenant/index.ts';
import {
  archivePath,
  CONTENTS,
  isArchiveFile,
  isUpload,
  MAX_FILE,
  type ArchiveAddress,
} from '../archives.ts';
import type { Manifest } from './archive-format.ts';
import { readManifest } from './read-manifest.ts';

/** Pattern of the ids that the platform creates. Any other id from a client matches no job. */
export const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names of contents in one list, to which the last thousand of S3 is added. A name has about 60 bytes. */
const MAX_CONTENTS = 10_000;

/** A complete archive. */
export interface OpenArchive {
  readonly manifest: Manifest;
  /**
   * Returns the names of its files: all parts, and then the first pieces of contents. After a name of a content, returns the
   * next ones. The list is empty at the end.
   */
  names(after?: string | null): Promise<readonly string[]>;
  /** Returns a file of the archive, or null if it has no such file. */
  file(name: string): Promise<Uint8Array | null>;
}

/**
 * Opens an archive. Returns null if the id is malformed, or if the archive does not exist or is not finished.
 * @throws {Refusal} VALIDATION_FAILED if the archive cannot be read
 */
export async function openArchive(
  files: Pick<Files, 'read' | 'list'>,
  archiveId: string,
): Promise<OpenArchive | null> {
  if (!JOB_ID.test(archiveId)) return null;
  const bytes = await files.read(archivePath(archiveId, 'manifest.json'));
  if (!bytes) return null;
  const manifest = readManifest(bytes);
  const parts = Object.values(manifest.sections).flatMap((section) => section.parts.map(({ name }) => name));
  const contents = async (after?: string): Promise<readonly string[]> => {
    const page = { after: archivePath(archiveId, after ?? CONTENTS), most: MAX_CONTENTS };
    const paths = await files.list(archivePath(archiveId, CONTENTS), page);
    return paths.map((path) => path.slice(`${archiveId}/`.length));
  };
  return {
    manifest,
    async names(after = null) {
      if (after !== null) return after.startsWith(`${CONTENTS}/`) ? contents(after) : contents();
      return ['manifest.json', ...parts, ...(await contents())];
    },
    file: async (name) => (isArchiveFile(name) ? files.read(archivePath(archiveId, name)) : null),
  };
}

/** Opens an archive of any tenant, or one that an operator sent, for operators. */
export async function openForOperators(
  archives: Archives,
  address: ArchiveAddress,
): Promise<OpenArchive | null> {
  const { tenantId, archiveId } = address;
  if (isUpload(address)) return openArchive(archives.uploads, archiveId);
  return TENANT_ID_PATTERN.test(tenantId) ? openArchive(archives.readOf(tenantId), archiveId) : null;
}

/**
 * Returns a file in base64, as GraphQL passes it. Parts of an export are far smaller than the limit; a
 * manifest of about 25,000 parts reaches it.
 * @throws {Refusal} VALIDATION_FAILED if the file is too large for an answer
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
