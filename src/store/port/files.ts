/** Most seconds that a signed request lives. */
export const LINK_SECONDS = 900;

/**
 * How far a file is. `UPLOADING`: its bytes are expected. `SCANNING`: they are checked, and the scan for malware runs.
 * `READY`: it can be downloaded. `UNSCANNED`: the scanner could not read its bytes. `INFECTED`: the scan found malware, and
 * its bytes are gone. `REMOVED`: upkeep removes it.
 */
export type FileStatus = 'UPLOADING' | 'SCANNING' | 'READY' | 'UNSCANNED' | 'INFECTED' | 'REMOVED';

/** The row that holds a file, and the field that names it. */
export interface FileHolder {
  readonly type: string;
  /** The primary key as the store encodes it. It is the same in each table. */
  readonly key: string;
  readonly field: string;
}

/** What is known of a file. Its bytes are in the bucket. */
export interface FileRecord {
  readonly id: string;
  /** `UPLOAD`: for the field of a row. `DIRECT`: put into the tenant's folder by a browser with credentials of its own. */
  readonly kind: 'UPLOAD' | 'DIRECT';
  /** The type and the field that it was uploaded for; both empty for `DIRECT`. */
  readonly type: string;
  readonly field: string;
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
  /** SHA-256 of the bytes, as base64. */
  readonly sha256: string | null;
  readonly status: FileStatus;
  /** The id of the caller; empty for `DIRECT`. */
  readonly uploadedBy: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly of: FileHolder | null;
  /** The id of the multipart upload. */
  readonly multipart: string | null;
  readonly partSize: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** The widths that exist, in pixels. */
  readonly thumbnails: readonly number[];
  /** Of `DIRECT`: the path below the tenant's folder. */
  readonly path: string | null;
  /** Of `DIRECT`: the place of the bucket's last event in the order of the path's events. */
  readonly sequencer: string | null;
  /** Its bytes in the tenant's usage: its size, or 0 after an infection. */
  readonly counted: number;
  /** When upkeep removes it, as ISO 8601, if no row claims it before. Null if a row holds it, and for `DIRECT`. */
  readonly due: string | null;
  /** When the last link expires by which its bytes can be put, as ISO 8601. Null if there is none. */
  readonly putUntil: string | null;
  /** Its bytes are gone. The record stays for a while, so that nothing that arrives late brings the file back. */
  readonly erased: boolean;
}

/** A file that a caller is about to upload. */
export type NewFile = Pick<
  FileRecord,
  'type' | 'field' | 'name' | 'size' | 'contentType' | 'sha256' | 'uploadedBy' | 'multipart' | 'partSize'
> & {
  /** Of `newId(now)`: its time is that of the upload. A repeat with the same id reserves nothing more. */
  readonly id: string;
  /** By default 15 minutes after the time of the id; null for a multipart upload. */
  readonly putUntil?: string | null;
};

/** What changes of a file without its holder. */
export type FileChange = Partial<
  Pick<
    FileRecord,
    'contentType' | 'sha256' | 'multipart' | 'partSize' | 'width' | 'height' | 'thumbnails' | 'putUntil'
  > & { readonly status: Exclude<FileStatus, 'REMOVED'> }
>;

/** The bytes and the number of a tenant's files. Uploads in flight are among them. */
export interface FileUsage {
  readonly bytes: number;
  readonly files: number;
}

/** What an event of the bucket came to. `OLD`: a later event of the same path was recorded before. */
export type DirectOutcome = 'RECORDED' | 'OLD' | 'FULL';

/** The files of one tenant. Each method may be repeated after a crash: nothing is counted twice. */
export interface FileRecords {
  /**
   * Reserves the bytes of a new upload. It is due in a day, unless a row claims it before.
   * @param limit the most bytes that the tenant may have; null: no limit
   * @throws {StorageFull} if the file does not fit
   */
  reserve(file: NewFile, limit: number | null): Promise<FileRecord>;
  get(id: string): Promise<FileRecord | null>;
  /** Returns the files of ids. Those that do not exist are absent. */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, FileRecord>>;
  /**
   * Changes a file if its status is still as it was read, whether a row claims it meanwhile or not. Returns null otherwise. The
   * upload in parts only changes from the one that was read.
   * The status `INFECTED` frees its bytes, and a file keeps it. A removed file does not change.
   */
  change(file: FileRecord, to: FileChange): Promise<FileRecord | null>;
  /**
   * Removes a file that no row holds: from now on no row can claim it, and it is due now. Returns null if a row claimed it,
   * or if it is gone.
   */
  discard(file: FileRecord): Promise<FileRecord | null>;
  /** Returns files that are due until a time in milliseconds since 1970, the longest first. */
  due(until: number, limit: number): Promise<readonly FileRecord[]>;
  /** Returns when the next file is due, in milliseconds since 1970; null if none is. */
  nextDue(): Promise<number | null>;
  /**
   * Deletes the record of a discarded or released file, and frees its bytes, once. Its objects must be gone. While a link can
   * still put its bytes, the record stays and is due again after that. Returns false if the file was erased before.
   * @throws {Error} if the file is not `REMOVED`: a row could claim it after its objects are gone
   */
  erase(file: FileRecord): Promise<boolean>;
  /**
   * Records an object of the tenant's own folder, once for each event. Returns `FULL`, and records nothing, if it does not
   * fit. Then the caller deletes the object.
   */
  recordDirect(object: DirectObject, limit: number | null): Promise<DirectOutcome>;
  /** Records that such an object is gone. */
  removeDirect(path: string, sequencer: string): Promise<DirectOutcome>;
  usage(): Promise<FileUsage>;
  /**
   * Returns files in the order of their ids, and the position of the next page; null at the end. Leaves out erased ones, unless
   * an option says so.
   */
  page(
    after: string | null,
    options?: { readonly erased?: boolean },
  ): Promise<{ readonly files: readonly FileRecord[]; readonly after: string | null }>;
  /**
   * Puts a record of an archive as it is, counted, if there is none with the same id. It has no holder, and is due when the
   * record says, unless a row claims it before. Returns the record that is there now.
   */
  restore(file: FileRecord): Promise<FileRecord>;
  /**
   * Sets the usage to what the records come to. Returns the bytes.
   * @throws {Refusal} CONFLICT if other writers change it each time
   */
  recount(): Promise<number>;
}

/** An object of the tenant's own folder, as an event of the bucket names it. */
export interface DirectObject {
  /** Below `files/<tenant>/`. */
  readonly path: string;
  readonly size: number;
  /** The event's place in the order of the path's events, as hex digits. */
  readonly sequencer: string;
  /** ISO 8601. */
  readonly at: string;
  readonly contentType?: string;
}

/** An error for a file that does not fit into the storage of the tenant's plan. Nothing was changed. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
  /** The bytes that the tenant has. */
  readonly used: number;
  readonly limit: number;

  constructor(used: number, limit: number) {
    super(`The storage is full: ${used} of ${limit} bytes are used.`);
    this.used = used;
    this.limit = limit;
  }
}
