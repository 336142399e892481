import type { Operation } from './call.ts';
import { completeUpload } from './operations/complete-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { listObjects, listUploads } from './operations/list-objects.ts';
import { getObjectAttributes } from './operations/object-attributes.ts';
import { putObject } from './operations/put-object.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/tagging.ts';
import { abortUpload, createUpload, listParts, uploadPart } from './operations/uploads.ts';
import type { S3Request } from './request.ts';
import { notImplemented } from './s3-failure.ts';

/** Operations by their method, what they name, and the parameter that distinguishes them. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'PUT object': putObject,
  'PUT object x-amz-copy-source': copyObject,
  'PUT object tagging': putObjectTagging,
  'PUT object uploadId': uploadPart,
  'GET object': getObject,
  'GET object attributes': getObjectAttributes,
  'GET object tagging': getObjectTagging,
  'GET object uploadId': listParts,
  'HEAD object': headObject,
  'DELETE object': deleteObject,
  'DELETE object tagging': deleteObjectTagging,
  'DELETE object uploadId': abortUpload,
  'POST object uploads': createUpload,
  'POST object uploadId': completeUpload,
  'GET bucket': listObjects,
  'GET bucket uploads': listUploads,
  'POST bucket delete': deleteObjects,
};
const DISTINGUISHING = ['attributes', 'tagging', 'uploads', 'uploadId', 'delete', 'x-amz-copy-source'];

/** Parameters and headers that change nothing here. `x-id` names the call for proxies. */
const HARMLESS =
  /^(x-id|x-amz-(date|algorithm|credential|expires|signedheaders|signature|security-token|content-sha256|user-agent))$/;
/** Headers that would change the meaning of a call. */
const MEANINGFUL = /^(if-|range$|content-md5$|x-amz-)/;

/**
 * Returns the operation that a request asks for.
 * @throws {S3Failure} if it is not known, or has parameters or headers that are not
 */
export function operationOf({ method, key, query, headers }: S3Request): Operation {
  const has = (name: string): boolean =>
    query.some(([each]) => each === name) || (name.startsWith('x-amz-') && headers[name] !== undefined);
  const words = [method, key === '' ? 'bucket' : 'object', ...DISTINGUISHING.filter(has).slice(0, 1)];
  const operation = OPERATIONS[words.join(' ')];
  if (!operation) throw notImplemented(`"${words.join(' ')}"`);
  for (const [name] of query) {
    const lower = name.toLowerCase();
    const isKnown = lower.startsWith('x-amz-')
      ? operation.headers.test(lower)
      : operation.parameters.includes(name);
    if (!isKnown && !HARMLESS.test(lower)) throw notImplemented(`the parameter "${name}"`);
  }
  for (const name of Object.keys(headers))
    if (MEANINGFUL.test(name) && !operation.headers.test(name) && !HARMLESS.test(name))
      throw notImplemented(`the header "${name}"`);
  return operation;
}
