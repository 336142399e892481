import type { Files } from '../engine/index.ts';
import type { FileObjects, FileRecord, FileRecords } from '../store/index.ts';

/** The records and the objects of one tenant's files. */
export interface FileParts {
  readonly records: FileRecords;
  readonly objects: FileObjects;
}

/** The files of the caller's tenant. Those that the rows of one request hold are read together, once. */
export interface TenantFiles extends Files, FileParts {
  load(id: string): Promise<FileRecord | null>;
}
