import type { DirectObject, DirectOutcome } from '../../store/index.ts';
import { hasBytes } from './has-bytes.ts';
import type { RecordEvent } from './scan-result.ts';
import type { FileParts } from '../tenant-files.ts';

/**
 * Counts a file that a browser wrote into its tenant's folder with a session of its own. S3 checks no plan, so a file that does
 * not fit into the plan is deleted again. The event of that deletion finds nothing to free. Bytes that were written since
 * have an event of their own, and stay.
 */
export async function countDirect(
  { records, objects }: FileParts,
  { etag, ...object }: DirectObject & { readonly etag: string },
  limit: number | null,
  record: RecordEvent,
): Promise<DirectOutcome> {
  const outcome = await records.recordDirect(object, limit);
  if (outcome !== 'FULL') return outcome;
  const { path, size } = object;
  if (!(await hasBytes(objects, path, etag))) return outcome;
  await record({
    action: 'file.refused',
    entity: { type: 'File', id: path },
    outcome: 'REFUSED',
    detail: { reason: 'LIMIT_REACHED', limit: 'storageBytes', of: limit, size },
  });
  await objects.remove({ path });
  return outcome;
}
