import { Refusal } from '../../tenant/index.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { requireUpload } from './find-upload.ts';
import { recorderOf } from './recorder-of.ts';
import { removeFile } from './remove-file.ts';
import { eventOf } from './settle-upload.ts';

/** Resolves `cancelUpload`: removes a file of the caller that no row holds. */
export const cancelUpload: NonNullable<MutationResolvers['cancelUpload']> = async (
  _root,
  { id },
  context,
) => {
  context.scope.requireWritable();
  const file = await requireUpload(context, id);
  const held = new Refusal('CONFLICT', `A row holds the file "${id}": remove it from the row.`);
  if (file.of) throw held;
  await recorderOf(context)(eventOf(file, 'file.removed'));
  if (!(await removeFile(context.files, file))) throw held;
  return { ...file, status: 'REMOVED' };
};
