import { Refusal } from '../../tenant/index.ts';

/** Resolvers of uploads and files. For now every call is refused. */
export const fileResolvers = {
  Query: { upload: refuse },
  Mutation: {
    createUpload: refuse,
    signUploadParts: refuse,
    completeUpload: refuse,
    cancelUpload: refuse,
  },
  File: { url: () => null, thumbnail: () => null },
};

function refuse(): never {
  throw new Refusal('FEATURE_DISABLED', 'Uploads are not open yet.');
}
