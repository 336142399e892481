import type { FileRecord, ObjectFacts } from '../../store/index.ts';
import type { AuditEntry } from '../audit-entry.ts';
import type { FileParts } from '../tenant-files.ts';
import { joinParts } from './join-parts.ts';

/** What became of an upload. */
export type Settled =
  /** It is READY or SCANNING, or another request changed it meanwhile: null if it is gone. */
  | { readonly is: 'SETTLED'; readonly file: FileRecord | null }
  /** Bytes have not arrived: all, or some parts. */
  | { readonly is: 'MISSING'; readonly parts: readonly number[] }
  /** It is not what was announced, and is still UPLOADING. */
  | Wrong;

interface Wrong {
  readonly is: 'WRONG';
  readonly rule: string;
  readonly why: string;
}

export interface SettleParts extends FileParts {
  /** Whether a verified upload waits for the scanner. */
  readonly scan: boolean;
  /** Records an event of the tenant. */
  readonly record: (entry: AuditEntry) => Promise<void>;
}

/**
 * Verifies what has arrived of an upload, and lets rows hold it. A repeat does no harm, also after a crash between S3 and the
 * record. A caller that finds it WRONG decides what happens to it.
 */
export async function settleUpload(parts: SettleParts, file: FileRecord): Promise<Settled> {
  const { records, objects, scan, record } = parts;
  const found = await arrived(parts, file);
  if ('is' in found) return found;
  const wrong = wrongFacts(file, found);
  if (wrong) return wrong;
  // The libraries that know kinds of files are loaded by the first upload, not by each start.
  const { SNIFFED_BYTES, verifyContent } = await import('./verify-content.ts');
  const end = Math.min(file.size, SNIFFED_BYTES);
  const content = verifyContent(await objects.range({ id: file.id }, 0, end), file.contentType);
  if (content.is === 'WRONG') return content;
  // Before the change: a crash in between cannot lose the event.
  await record(eventOf(file, 'file.uploaded'));
  const { width, height } = content;
  const status = scan ? 'SCANNING' : 'READY';
  const done = await records.change(file, { status, sha256: found.sha256, width, height });
  return { is: 'SETTLED', file: done ?? (await records.get(file.id)) };
}

/** Returns the audit event of an upload's end. */
export function eventOf(
  { id, type, field, name, size, contentType }: FileRecord,
  action: 'file.uploaded' | 'file.refused' | 'file.removed',
  why?: string,
): AuditEntry {
  return {
    action,
    entity: { type: 'File', id },
    outcome: action === 'file.refused' ? 'REFUSED' : 'DONE',
    detail: { type, field, name, size, contentType, ...(why !== undefined && { why }) },
  };
}

/** Returns what S3 knows of the object of an upload. Joins its parts if that has not been done. */
async function arrived(
  { objects }: FileParts,
  file: FileRecord,
): Promise<ObjectFacts | Extract<Settled, { is: 'MISSING' }>> {
  const place = { id: file.id };
  const before = await objects.head(place);
  if (before) return before;
  const missing = file.partSize === null ? [] : await joinParts(objects, file, file.partSize);
  const facts = file.partSize === null || missing.length > 0 ? null : await objects.head(place);
  return facts ?? { is: 'MISSING', parts: missing };
}

/** Compares the object with what was announced. S3 has refused other bytes; this also holds if it did not. */
function wrongFacts(
  file: FileRecord,
  { size, contentType, contentEncoding, sha256 }: ObjectFacts,
): Wrong | null {
  const wrong = (rule: string, why: string): Wrong => ({ is: 'WRONG', rule, why });
  if (size !== file.size)
    return wrong('size', `The upload has ${size} bytes, and ${file.size} were announced.`);
  if (contentType !== file.contentType)
    return wrong('type', `The upload was sent as "${contentType}", not as "${file.contentType}".`);
  // A download of it would unpack to other bytes, perhaps without end.
  if (contentEncoding !== null)
    return wrong('encoding', `The upload was sent with the content encoding "${contentEncoding}".`);
  if (file.sha256 !== null && sha256 !== file.sha256)
    return wrong('sha256', 'The upload has another SHA-256 than was announced.');
  return null;
}
