import { Refusal } from '../../tenant/index.ts';
import { once, permitFile } from '../../engine/index.ts';
import { platformFieldName, printSize } from '../../model/index.ts';
import { newId, StorageFull, type FileRecord } from '../../store/index.ts';
import type { MutationResolvers, UploadInput } from '../generated/platform.ts';
import type { PlatformContext } from '../context.ts';
import { planOf } from '../plans/plan.ts';
import { noUpload } from './find-upload.ts';
import { beginParts } from './begin-parts.ts';
import { partSizeFor } from './parts-of.ts';
import { fieldOfUpload, readUpload, type AskedUpload } from './read-upload.ts';
import { renewUpload, showUpload, type ShownUpload } from './show-upload.ts';

/**
 * Resolves `createUpload`: reserves the bytes of a file, and signs its upload. The bytes go to S3 without this API, and count
 * until upkeep has removed the file. Of a request with an idempotency key the id is kept, so that a repeat reserves nothing
 * more and gets a new link.
 */
export const createUpload: NonNullable<MutationResolvers['createUpload']> = async (
  _root,
  { input },
  context,
  info,
) => {
  context.scope.requireWritable();
  const asked = permitted(context, input);
  const shown = await once<ShownUpload | Promise<ShownUpload>>(context, info, {
    place: 'records',
    isStepwise: false,
    run: async () => begin(context, asked, await keptId(context)),
    replay: (id) => continued(context, asked, id as string),
  });
  return shown;
};

/** Returns what a client is about to upload, if the caller may and the field takes it. */
function permitted({ scope, platform }: PlatformContext, input: UploadInput): AskedUpload {
  const { model } = platform;
  const of = fieldOfUpload(model, input);
  const field = platformFieldName(model.platformPrefix ?? '', 'createUpload');
  permitFile(of.type, of.field.field, scope.caller, { field, on: 'Mutation' });
  return readUpload(of, input);
}

/** Returns a new id, and keeps it as the answer of a request with an idempotency key. */
async function keptId({ scope, platform, records }: PlatformContext): Promise<string> {
  const id = newId(platform.now());
  await records?.keep(scope.tenantId, id);
  return id;
}

async function begin(context: PlatformContext, asked: AskedUpload, id: string): Promise<ShownUpload> {
  const file = await reserve(context, id, asked);
  const begun = file.partSize === null ? file : await beginParts(context.files, file);
  return showUpload(begun, context.files.objects);
}

/** Begins the upload of an earlier request, unless that has done it, and signs it anew. */
async function continued(context: PlatformContext, asked: AskedUpload, id: string): Promise<ShownUpload> {
  const { files, platform } = context;
  const { file } = await begin(context, asked, id);
  const shown = file.status === 'UPLOADING' ? await renewUpload(files, file, platform.now()) : null;
  if (!shown) throw noUpload(id);
  return shown;
}

async function reserve(context: PlatformContext, id: string, asked: AskedUpload): Promise<FileRecord> {
  const { scope, platform } = context;
  const { storageBytes } = planOf(platform.plans, scope.tenant).limits;
  const { type, field, name, size, contentType, sha256 } = asked;
  const file = {
    ...{ id, type: type.name, field: field.field, name, size, contentType, sha256 },
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
