import { fieldsOf, header, need, needObject, type Call, type Operation } from '../call.ts';
import { checksumIn } from '../body/checksums.ts';
import { writeCondition } from '../conditions.ts';
import { objectRequest } from '../permissions.ts';
import { malformedXml, S3Failure } from '../s3-failure.ts';
import { deleteResult, keysToDelete } from '../xml/lists.ts';
import { bodyText } from './body-text.ts';
import { BODY_HEADERS } from './put-object.ts';

export const deleteObject: Operation = {
  parameters: [],
  headers: /^if-match$/,
  async run(call) {
    needObject(call, ['DeleteObject']);
    await call.bucket.objects.remove(call.key, writeCondition(call));
    return { status: 204, headers: {} };
  },
};

export const deleteObjects: Operation = {
  parameters: ['delete'],
  headers: new RegExp(`^(${BODY_HEADERS})$`),
  async run(call) {
    if (checksumIn(fieldsOf(call)) === null && header(call, 'content-md5') === null)
      throw new S3Failure(400, 'InvalidRequest', 'Missing required header for this request: Content-MD5');
    const asked = keysToDelete(await bodyText(call));
    if (!asked) throw malformedXml();
    const deleted: string[] = [];
    const failed: { key: string; failure: S3Failure }[] = [];
    for (const key of asked.keys) {
      const failure = await removeOne(call, key);
      if (failure) failed.push({ key, failure });
      else deleted.push(key);
    }
    return { status: 200, headers: {}, body: deleteResult(asked.quiet ? [] : deleted, failed) };
  },
};

async function removeOne(call: Call, key: string): Promise<S3Failure | null> {
  try {
    need(call, [objectRequest('DeleteObject', call.bucket.name, key, call.context)]);
  } catch (error) {
    if (error instanceof S3Failure) return error;
    throw error;
  }
  await call.bucket.objects.remove(key);
  return null;
}
