import { UPLOADS } from '../store/index.ts';

/** One archive: the tenant that it was made of, and the job that made it. */
export interface ArchiveAddress {
  /** `_uploads`, which no tenant is called, when an operator sent it. */
  readonly tenantId: string;
  readonly archiveId: string;
}

/** The address of an archive that an operator sent. */
export function uploadAddress(archiveId: string): ArchiveAddress {
  return { tenantId: UPLOADS, archiveId };
}

export function isUpload({ tenantId }: ArchiveAddress): boolean {
  return tenantId === UPLOADS;
}

/** The folder of an archive among those of its tenant, or the name of one of its files. */
export function archivePath(archiveId: string, ...names: readonly string[]): string {
  return [archiveId, ...names].join('/');
}

/** The names that the files of an archive have: nothing else is read for a client, or taken from one. */
const FILE = /^(manifest\.json|(rows\/[A-Za-z_]\w{0,254}|sequences|members)\/[1-9]\d{0,8}\.ndjson\.gz)$/;

export function isArchiveFile(name: string): boolean {
  return FILE.test(name);
}

/** Bytes of a file that is fetched or sent: Lambda takes and gives 6 MB, of which base64 makes 4.5, with all around it. */
export const MAX_FILE = 4_000_000;
