import { Refusal } from '../../tenant/index.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { requireUpload } from './find-upload.ts';
import { removeFile } from './remove-file.ts';

/** Resolves `cancelUpload`: removes a file of the caller that no row holds. */
export const cancelUpload: NonNullable<MutationResolvers['cancelUpload']> = async (
  _root,
  { id },
  context,
) => {
  context.scope.requireWritable();
  const file = await requireUpload(context, id);
  if (file.of || !(await removeFile(context.files, file)))
    throw new Refusal('CONFLICT', `A row holds the file "${id}": remove it from the row.`);
  return { ...file, status: 'REMOVED' };
};
