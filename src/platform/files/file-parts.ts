import type { FileObjects, FileRecords } from '../../store/index.ts';

/** The records and the objects of one tenant's files. */
export interface FileParts {
  readonly records: FileRecords;
  readonly objects: FileObjects;
}
