import type { DirectObject, DirectOutcome } from '../../store/index.ts';
import type { RecordEvent } from './scan-result.ts';
import type { FileParts } from './file-parts.ts';

/**
 * Counts a file that a browser wrote into its tenant's folder with a session of its own. S3 checks no plan, so a file that does
 * not fit into the plan is deleted again. The event of that deletion finds nothing to free.
 */
export async function countDirect(
  { records, objects }: FileParts,
  object: DirectObject,
  limit: number | null,
  record: RecordEvent,
): Promise<DirectOutcome> {
  const outcome = await records.recordDirect(object, limit);
  if (outcome !== 'FULL') return outcome;
  const { path, size } = object;
  await record({
    action: 'file.refused',
    entity: { type: 'File', id: path },
    outcome: 'REFUSED',
    detail: { reason: 'LIMIT_REACHED', limit: 'storageBytes', of: limit, size },
  });
  await objects.remove({ path });
  return outcome;
}
