import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';

import { respond, type SdkHandler } from '../iam/index.ts';

/** The words of the emulator, which is SQLite inside. */
const FULL = /database or disk is full/i;

/**
 * Names the reason when the emulator could not write because the disk is full. SQLite undoes such a write. The emulator
 * answers as if it had failed for an unknown reason, so that a caller would repeat the write, and not know its outcome.
 */
export function namingFullDisk(inner: SdkHandler): SdkHandler {
  return {
    async handle(request, options) {
      const { response } = await inner.handle(request, options);
      if (response.statusCode < 500) return { response };
      const { body } = response;
      const bytes = body instanceof Uint8Array ? Buffer.from(body) : await buffer(body as Readable);
      if (!FULL.test(bytes.toString('utf8'))) return { response: { ...response, body: bytes } };
      const error = {
        __type: 'com.amazonaws.dynamodb.v20120810#DiskFull',
        message: 'The disk of the data directory is full, so nothing was written: free some space.',
      };
      return respond(400, 'application/x-amz-json-1.0', JSON.stringify(error));
    },
  };
}
