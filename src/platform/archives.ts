/** Where archives of tenants are kept: files by path. On a laptop a folder; S3 on AWS. */
export interface Archives {
  /** Writes a file, in place of one that has the path already. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** A file, or null when there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** The paths that begin with a folder, in their order. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes a folder with all that it holds; none is no error. */
  remove(folder: string): Promise<void>;
}

/** One archive: the tenant that it was made of, and the job that made it. */
export interface ArchiveAddress {
  readonly tenantId: string;
  readonly archiveId: string;
}

/** The tenant id, which no tenant has, of archives that an operator sent. */
export const UPLOADS = '_uploads';

/** The folder of an archive, or the path of one of its files. */
export function archivePath({ tenantId, archiveId }: ArchiveAddress, ...names: readonly string[]): string {
  return [tenantId, archiveId, ...names].join('/');
}

/** The names that the files of an archive have: nothing else is read for a client, or taken from one. */
const FILE = /^(manifest\.json|(rows\/[A-Za-z_]\w{0,254}|sequences|members)\/[1-9]\d{0,8}\.ndjson\.gz)$/;

export function isArchiveFile(name: string): boolean {
  return FILE.test(name);
}
