import type { Files } from '../../store/index.ts';
import { archivePath } from '../archives.ts';
import type { ArchivePart } from './archive-format.ts';
import { recordsOf, unfold, type ArchiveRecord } from './read-part.ts';

/** An index file of an export: some parts of a section. */
export type PartIndex = Readonly<{ section: string; parts: readonly ArchivePart[] }>;

/** The archive that a job writes. */
export interface OwnArchive {
  readonly files: Files;
  readonly jobId: string;
}

/** Reads an index file of an export. */
export async function readIndex({ files, jobId }: OwnArchive, index: number): Promise<PartIndex> {
  const bytes = await files.read(archivePath(jobId, 'index', `${index}.json`));
  return JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as PartIndex;
}

/** Writes an index file of an export. */
export async function writeIndex(
  { files, jobId }: OwnArchive,
  index: number,
  content: PartIndex,
): Promise<void> {
  await files.write(archivePath(jobId, 'index', `${index}.json`), Buffer.from(JSON.stringify(content)));
}

/** Returns the records of a part, which only this job writes. */
export async function readOwnPart(
  { files, jobId }: OwnArchive,
  part: string,
): Promise<readonly ArchiveRecord[]> {
  const bytes = await files.read(archivePath(jobId, part));
  if (!bytes) throw new Error(`The export lost its file ${part}.`);
  return recordsOf(part, unfold(part, bytes));
}
