import { Refusal } from '../../tenant/index.ts';
import { LINK_SECONDS } from '../../store/index.ts';
import type { MutationResolvers } from '../generated/platform.ts';
import { beginParts } from './begin-parts.ts';
import { requireUpload } from './find-upload.ts';
import { partBytes, partCountOf } from './parts-of.ts';
import { requireSha256 } from './read-upload.ts';
import { showRequest } from './show-upload.ts';

/** Most links of one call. */
const MOST_PARTS = 100;

/** Resolves `signUploadParts`: signs parts of an upload of the caller, also those that have arrived before. */
export const signUploadParts: NonNullable<MutationResolvers['signUploadParts']> = async (
  _root,
  { id, parts },
  context,
) => {
  context.scope.requireWritable();
  const found = await requireUpload(context, id);
  if (found.partSize === null || found.status !== 'UPLOADING')
    throw new Refusal('INVALID_ARGUMENTS', `The upload "${id}" expects no parts.`);
  const count = partCountOf(found.size, found.partSize);
  const numbers = parts.map(({ number }) => number);
  if (parts.length > MOST_PARTS || new Set(numbers).size < parts.length)
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "parts" must have at most ${MOST_PARTS} parts with different numbers.`,
    );
  if (numbers.some((number) => number < 1 || number > count))
    throw new Refusal('INVALID_ARGUMENTS', `The parts of this upload have the numbers 1 to ${count}.`);
  const asked = parts.map(({ number, sha256 }) => ({
    number,
    sha256: requireSha256('parts.sha256', sha256),
  }));
  const { multipart, partSize, size } = await beginParts(context.files, found);
  const { objects } = context.files;
  return Promise.all(
    asked.map(async ({ number, sha256 }) => {
      const part = { number, sha256, size: partBytes(size, partSize, number) };
      return { number, ...showRequest(await objects.signPart(id, multipart, part, LINK_SECONDS)) };
    }),
  );
};
