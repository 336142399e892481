import { readFile } from 'node:fs/promises';

import { header, type Call } from '../call.ts';
import { S3Failure } from '../s3-failure.ts';
import { receiveBody } from './put-object.ts';

/** Maximum bytes of a document in a request: 10,000 parts, or 1000 long keys. */
const LONGEST = 8_000_000;

/** Returns the document in the body of a call, after its checksums are verified. */
export async function bodyText(call: Call): Promise<string> {
  const announced = header(call, 'x-amz-decoded-content-length') ?? header(call, 'content-length');
  if (Number(announced ?? 0) > LONGEST)
    throw new S3Failure(400, 'MaxMessageLengthExceeded', 'Your request was too large.');
  return call.bucket.objects.stage(async (file) => {
    await receiveBody(call, file);
    return readFile(file, 'utf8');
  });
}
