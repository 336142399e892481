import type { FileRecord } from '../../store/index.ts';
import type { AuditEntry } from '../audit-entry.ts';
import type { FileParts } from '../tenant-files.ts';
import { hasBytes } from './has-bytes.ts';

/** What a scan for malware found. */
export interface ScanResult {
  /** `NO_THREATS_FOUND`, `THREATS_FOUND`, or that the scanner could not read the bytes: `UNSUPPORTED`, `FAILED`. */
  readonly result: string;
  /** The names of what it found. */
  readonly threats: readonly string[];
  /** The ETag of the scanned bytes, without quotes. */
  readonly etag: string;
}

/** Records an event of the tenant. */
export type RecordEvent = (entry: AuditEntry) => Promise<void>;

/**
 * Applies the result of a scan to an upload. A clean file becomes READY. One with malware becomes INFECTED: its bytes
 * are deleted and freed. Any other result makes it UNSCANNED: no caller downloads what was not scanned, and its users see
 * that waiting does not help. A later scan may still decide. Repeated and reordered results do no harm: an infected file
 * never becomes READY.
 * @returns the file as it is now, or null if it is gone
 */
export async function applyScan(
  { records, objects }: FileParts,
  file: FileRecord,
  { result, threats }: ScanResult,
  record: RecordEvent,
): Promise<FileRecord | null> {
  if (result === 'NO_THREATS_FOUND') {
    if (file.status !== 'SCANNING' && file.status !== 'UNSCANNED') return file;
    return (await records.change(file, { status: 'READY' })) ?? records.get(file.id);
  }
  if (result !== 'THREATS_FOUND') {
    if (file.status !== 'SCANNING') return file;
    return (await records.change(file, { status: 'UNSCANNED' })) ?? records.get(file.id);
  }
  let infected = file;
  if (file.status !== 'INFECTED' && file.status !== 'REMOVED') {
    const { id, type, field, name, uploadedBy } = file;
    // Before the change: a repeat after a crash finds the file INFECTED and records nothing.
    await record(infection(id, { type, field, name, uploadedBy }, threats));
    const changed = await infect(records, file);
    if (!changed) return null;
    infected = changed;
  }
  // Upkeep deletes the objects of a file that was removed.
  if (infected.status === 'INFECTED') await objects.remove({ id: infected.id });
  return infected;
}

/**
 * Makes a file INFECTED, also if an older result makes it READY meanwhile. Returns the file as it is then, or null if it is
 * gone.
 */
async function infect(records: FileParts['records'], file: FileRecord): Promise<FileRecord | null> {
  for (let known: FileRecord | null = file; known; known = await records.get(file.id)) {
    if (known.status === 'INFECTED' || known.status === 'REMOVED') return known;
    const changed = await records.change(known, { status: 'INFECTED' });
    if (changed) return changed;
  }
  return null;
}

/**
 * Applies the result of a scan to a file that a browser wrote directly: deletes it if it has malware. The event of its
 * deletion frees its bytes. Bytes that were written after the scan have a scan of their own.
 */
export async function applyDirectScan(
  { objects }: Pick<FileParts, 'objects'>,
  path: string,
  { result, threats, etag }: ScanResult,
  record: RecordEvent,
): Promise<void> {
  if (result !== 'THREATS_FOUND') return;
  if (!(await hasBytes(objects, path, etag))) return;
  await record(infection(path, { path }, threats));
  await objects.remove({ path });
}

function infection(
  id: string,
  file: Readonly<Record<string, string>>,
  threats: readonly string[],
): AuditEntry {
  return { action: 'file.infected', entity: { type: 'File', id }, detail: { ...file, threats } };
}
