import type { Resolvers } from '../generated/platform.ts';
import { cancelUpload } from './cancel-upload.ts';
import { completeUpload } from './complete-upload.ts';
import { createUpload } from './create-upload.ts';
import { fileFields } from './file-fields.ts';
import { findUpload } from './find-upload.ts';
import { renewUpload } from './show-upload.ts';
import { signUploadParts } from './sign-parts.ts';

/** Resolvers of uploads and files. A repeat of an upload's mutation has no second effect by itself. */
export const fileResolvers = {
  Query: {
    upload: async (_root, { id }, context) => {
      const file = await findUpload(context, id);
      if (file?.status !== 'UPLOADING') return null;
      context.scope.requireWritable();
      return renewUpload(context.files, file, context.platform.now());
    },
  },
  Mutation: { createUpload, signUploadParts, completeUpload, cancelUpload },
  File: fileFields,
} satisfies Resolvers;
