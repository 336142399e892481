import type { SdkHandler } from '../iam/index.ts';

const WRITE = /\.(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;

/** Calls `onWrite` after each call that may have written, so that a reader of streams need not ask all the time. */
export function noticingWrites(inner: SdkHandler, onWrite: () => void): SdkHandler {
  return {
    async handle(request, options) {
      try {
        return await inner.handle(request, options);
      } finally {
        if (WRITE.test(request.headers['x-amz-target'] ?? '')) onWrite();
      }
    },
  };
}
