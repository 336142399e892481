import type { FileObjects, FileRecords } from '../../store/index.ts';

/** How far the open uploads of a tenant are ended. It is a type, so that it is JSON for the state of a job. */
export type OpenUploads = Readonly<{
  /** The position of the next page of records. */
  after: string | null;
  /** When the last link expires by which a client can put an object, in milliseconds since 1970; 0 if there is none. */
  linksUntil: number;
}>;

/** The objects that the next step deletes: their number and bytes, and the key of the last. */
export type DueObjects = Readonly<{ count: number; bytes: number; through: string }>;

/** Milliseconds that a request may take that began when its link was valid. S3 looks at the time of its beginning. */
const ARRIVES = 5 * 60_000;

/** Ends the uploads in parts of a page of records, and finds how long the links of the other ones live. */
export async function endUploads(
  { records, objects }: { readonly records: FileRecords; readonly objects: FileObjects },
  { after, linksUntil }: OpenUploads,
): Promise<OpenUploads> {
  // An erased file may come back by a link that is still valid.
  const page = await records.page(after, { erased: true });
  let until = linksUntil;
  for (const { id, status, multipart, putUntil } of page.files) {
    // An upload that was cancelled has its parts until upkeep ends them, and a purged tenant has none.
    if (status !== 'READY' && multipart !== null) await objects.abortParts({ id }, multipart);
    if (putUntil !== null) until = Math.max(until, Date.parse(putUntil) + ARRIVES);
  }
  return { after: page.after, linksUntil: until };
}

/** Counts the first objects of a tenant's files. Returns null if there is none. */
export async function countObjects(objects: FileObjects): Promise<DueObjects | null> {
  const { count, bytes, through } = await objects.countObjects();
  return through === null ? null : { count, bytes, through };
}

/** Deletes objects that were counted. Returns how many of what, by name. */
export async function removeObjects(
  objects: FileObjects,
  due: DueObjects | null,
): Promise<Readonly<Record<string, number>>> {
  if (!due) return {};
  await objects.removeThrough(due.through);
  return { 'objects of files': due.count, 'bytes of files': due.bytes };
}
