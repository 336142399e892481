import { Refusal } from '../../tenant/index.ts';
import type { FileRecord } from '../../store/index.ts';
import type { PlatformContext } from '../context.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { noUpload, requireUpload } from './find-upload.ts';
import { recorderOf } from './recorder-of.ts';
import { removeFile } from './remove-file.ts';
import type { ShownFile } from './shown-file.ts';
import { eventOf, settleUpload, type SettleParts } from './settle-upload.ts';

/** Most numbers of parts that a message names. */
const NAMED = 10;

/**
 * Resolves `completeUpload`: verifies what has arrived at S3. A repeat returns the same file, without links once a row holds
 * it: that row may be hidden from the caller by now. A file that is not what was announced is removed at once.
 */
export const completeUpload: NonNullable<MutationResolvers['completeUpload']> = async (
  _root,
  { id },
  context,
) => {
  context.scope.requireWritable();
  const file = await requireUpload(context, id);
  if (file.status !== 'UPLOADING') return shownToUploader(file);
  const parts = settleParts(context);
  const found = await settleUpload(parts, file);
  switch (found.is) {
    case 'SETTLED':
      if (!found.file || found.file.status === 'REMOVED') throw noUpload(id);
      return shownToUploader(found.file);
    case 'MISSING':
      throw new Refusal('CONFLICT', missing(id, found.parts));
    case 'WRONG': {
      const { rule, why } = found;
      await parts.record(eventOf(file, 'file.refused', why));
      await removeFile(parts, file);
      throw new Refusal('VALIDATION_FAILED', why, { fields: [{ path: ['id'], rule, message: why }] });
    }
    default:
      return found satisfies never;
  }
};

/** Returns a file as its uploader sees it by its id. */
function shownToUploader(file: FileRecord): ShownFile {
  return file.of ? { ...file, isLinkless: true } : file;
}

function settleParts(context: PlatformContext): SettleParts {
  const { files, platform } = context;
  const { records, objects } = files;
  return {
    records,
    objects,
    scan: platform.scanFiles,
    record: recorderOf(context),
  };
}

function missing(id: string, parts: readonly number[]): string {
  if (parts.length === 0) return `The bytes of the upload "${id}" have not arrived: send them first.`;
  const named = parts.slice(0, NAMED).join(', ');
  const more = parts.length > NAMED ? ` and ${parts.length - NAMED} more` : '';
  return `Parts of the upload "${id}" have not arrived: ${named}${more}.`;
}
