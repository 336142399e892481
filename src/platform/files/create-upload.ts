import { Refusal } from '../../tenant/index.ts';
import { permitFile } from '../../engine/index.ts';
import { platformFieldName, printSize } from '../../model/index.ts';
import { newId, StorageFull, type FileRecord } from '../../store/index.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { planOf } from '../plans/plan.ts';
import { beginParts } from './begin-parts.ts';
import { partSizeFor } from './parts-of.ts';
import { fieldOfUpload, readUpload, type AskedUpload } from './read-upload.ts';
import { showUpload } from './show-upload.ts';
import type { PlatformContext } from '../context.ts';

/**
 * Resolves `createUpload`: reserves the bytes of a file, and signs its upload. The bytes go to S3 without this API, and count
 * until upkeep removes the file, or a row that holds it.
 */
export const createUpload: NonNullable<MutationResolvers['createUpload']> = async (
  _root,
  { input },
  context,
) => {
  const { scope, platform } = context;
  scope.requireWritable();
  const of = fieldOfUpload(platform.model, input);
  const field = platformFieldName(platform.model.platformPrefix ?? '', 'createUpload');
  permitFile(of.type, of.field.field, scope.caller, { field, on: 'Mutation' });
  const file = await reserve(context, readUpload(of, input));
  const begun = file.partSize === null ? file : await beginParts(context.files, file);
  return showUpload(begun, context.files.objects);
};

async function reserve(context: PlatformContext, asked: AskedUpload): Promise<FileRecord> {
  const { scope, platform } = context;
  const { storageBytes } = planOf(platform.plans, scope.tenant).limits;
  const { type, field, name, size, contentType, sha256 } = asked;
  const file = {
    ...{ id: newId(platform.now()), type: type.name, field: field.field, name, size, contentType, sha256 },
    uploadedBy: scope.caller.userId,
    multipart: null,
    partSize: partSizeFor(size),
  };
  try {
    return await context.files.records.reserve(file, storageBytes);
  } catch (error) {
    if (!(error instanceof StorageFull)) throw error;
    const { used, limit } = error;
    throw new Refusal(
      'QUOTA_EXCEEDED',
      `The plan of this tenant allows ${printSize(limit)} of files, and ${used} bytes are used: delete some, or change the plan.`,
    );
  }
}
