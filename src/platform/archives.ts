import { UPLOADS } from '../store/index.ts';

/** The address of an archive: the tenant that it was exported from, and the job that wrote it. */
export interface ArchiveAddress {
  /** The tenant's id, or `_uploads` if an operator sent the archive. No tenant id begins with `_`. */
  readonly tenantId: string;
  readonly archiveId: string;
}

/** Returns the address of an archive that an operator sent. */
export function uploadAddress(archiveId: string): ArchiveAddress {
  return { tenantId: UPLOADS, archiveId };
}

export function isUpload({ tenantId }: ArchiveAddress): boolean {
  return tenantId === UPLOADS;
}

/**
 * Returns the path of an archive, or of a file in it, below the folder of its tenant:
 * `<archiveId>/rows/Task/1.ndjson.gz`.
 */
export function archivePath(archiveId: string, ...names: readonly string[]): string {
  return [archiveId, ...names].join('/');
}

/** Pattern of the file names of an archive. The platform serves and accepts no other file. */
const FILE =
  /^(manifest\.json|((?:rows|leftOut)\/[A-Za-z_]\w{0,254}|sequences|members|files)\/[1-9]\d{0,8}\.ndjson\.gz|contents\/[0-9a-z-]{1,80}\/[1-9]\d{0,7})$/;

export function isArchiveFile(name: string): boolean {
  return FILE.test(name);
}

/** The folder of the contents of files. */
export const CONTENTS = 'contents';

/** Returns the name of a piece of a file's content, from 1: `contents/0190…/1`. */
export function pieceName(fileId: string, piece: number): string {
  return `${CONTENTS}/${fileId}/${piece}`;
}

/**
 * Maximum bytes of a file that a client fetches or sends. A Lambda payload holds 6 MB (Lambda quotas), which
 * leaves 4.5 MB before base64. A larger content is in pieces of this size.
 */
export const MAX_FILE = 4_000_000;
