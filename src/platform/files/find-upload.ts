import { Refusal } from '../../tenant/index.ts';
import type { FileRecord } from '../../store/index.ts';
import type { PlatformContext } from '../context.ts';

/** Returns an upload of the caller, or null: that of another caller is like one that never existed. */
export async function findUpload(
  context: Pick<PlatformContext, 'files' | 'scope'>,
  id: string,
): Promise<FileRecord | null> {
  const file = await context.files.records.get(id);
  const isOwn = file?.kind === 'UPLOAD' && file.uploadedBy === context.scope.caller.userId;
  return isOwn && file.status !== 'REMOVED' ? file : null;
}

/**
 * Returns an upload of the caller.
 * @throws {Refusal} NOT_FOUND if the caller has none with this id
 */
export async function requireUpload(
  context: Pick<PlatformContext, 'files' | 'scope'>,
  id: string,
): Promise<FileRecord> {
  const file = await findUpload(context, id);
  if (!file) throw noUpload(id);
  return file;
}

/** Returns the refusal of an id that names no upload of the caller. */
export function noUpload(id: string): Refusal {
  return new Refusal('NOT_FOUND', `You have no upload "${id}".`);
}
