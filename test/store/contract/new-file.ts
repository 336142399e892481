import { newId, type FileRecord, type FileRecords, type NewFile } from '../../../src/store/port/index.ts';

/** Returns a file that ada uploads for the cover of an album. */
export function newFile(given: Partial<NewFile> = {}): NewFile {
  return {
    id: newId(),
    type: 'Album',
    field: 'cover',
    name: 'cover.png',
    size: 100,
    contentType: 'image/png',
    sha256: null,
    uploadedBy: 'ada',
    multipart: null,
    partSize: null,
    ...given,
  };
}

/** Uploads a file. */
export async function upload(files: FileRecords, given: Partial<NewFile> = {}): Promise<FileRecord> {
  const file = await files.reserve(newFile(given), null);
  const ready = await files.change(file, { status: 'READY' });
  if (!ready) throw new Error('The file changed meanwhile.');
  return ready;
}
